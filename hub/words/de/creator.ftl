# Kurse bauen.

creator-builder = Kurs bauen
creator-new = Neuer Kurs
creator-none-here = Kein Kurs darunter
creator-none = Lehre, was du selbst herausfinden musstest
creator-none-more = Fünf Abende oder zehn Seiten: Sag, was man danach kann, und schreib es oder verlinke es. Einen Entwurf siehst nur du.
creator-write = Einen Kurs schreiben
creator-lead = Was du lehrst. Wer einen Kurs möchte, schreibt dir; einen Entwurf siehst nur du.
creator-more = Mehr
