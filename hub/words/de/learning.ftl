# Was man lernt.

learning-mine = Was ich lerne
learning-look = Kurse ansehen
learning-what = Was würdest du gern können?
learning-what-more = Mach einen Kurs, den jemand gibt, oder lass es dir von jemandem zeigen.
learning-ask-teach = Unterricht suchen
learning-courses = Kurse
learning-no-course = Noch kein Kurs. <courses>Schau, was andere lehren</courses>
learning-open = Gespräch öffnen<vh>: { $title }</vh>
learning-saved = Für später gemerkt
learning-saved-all = Alles Gemerkte
learning-asked = Was ich lernen möchte
learning-ask = Suchen
learning-asked-nothing = Noch nichts. Eine Stunde mit jemandem, der es kann, ist oft der kürzeste Kurs.
