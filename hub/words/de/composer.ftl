# Was die Formulare von Gesuch und Angebot gemeinsam haben.

composer-ask-or-offer = Gesuch oder Angebot
composer-i-need = Ich brauche etwas
composer-stands = Was jetzt dort steht
composer-stands-nothing = Nichts
composer-stands-hint = Was du geschrieben hast, steht unten, und nichts davon ist schon gespeichert. „Speichern“ setzt es an die Stelle dessen, was dort steht.
composer-text = In deinen eigenen Worten
composer-about = Worum es geht
composer-currency = Währung
composer-tags = Können und Themen
composer-tags-hint = Mit Kommas dazwischen, wie copywriting, photography.
composer-tools-hint = Mit Kommas dazwischen, wie ChatGPT, Notion.
composer-kind = Was ist es?
composer-kind-guess = Errate es aus meinem Text
composer-preview = So sehen es andere
composer-visibility = Wer es sieht
composer-save = Speichern
composer-post = Veröffentlichen
composer-keep-draft = Als Entwurf behalten
composer-first-message = Deine erste Nachricht
composer-send = Senden
composer-change-it = Ändern
composer-put-it-away = Weglegen
composer-helped = { $n ->
    [one] Hat { $n } Person geholfen
   *[other] Hat { $n } Leuten geholfen
}
composer-in-one-line = In einer Zeile
composer-details = Die Einzelheiten
composer-problem = Problem
composer-tools = Werkzeuge
composer-picture = Ein Bild
composer-file = Die Datei
composer-no-category = Etwas anderes, oder ich bin nicht sicher
composer-own-language = Nur die Sprache, in der es steht
composer-any-language = Jede Sprache ist willkommen
composer-language-too = { $language } ist auch willkommen
composer-everyone = Alle
composer-members = Nur Mitglieder
composer-everyone-reads = Alle: Das kann man überall im Netz lesen.
composer-members-read = Nur Mitglieder: Nur wer angemeldet ist, kann das lesen.
composer-no-amount = Diesen Betrag können wir nicht lesen. Schreib ihn so: 49 oder 49.50.
composer-pick-one = Bitte wähle etwas aus der Liste.
composer-left-out = „{ $names }“ kennen wir noch nicht; das ist weggelassen.
