# Die Seite eines Mitglieds.

profiles-away = gerade weg
profiles-here = gerade da
profiles-demo = Demo
profiles-into = Interessen
profiles-change = Mein Profil ändern
profiles-hello = Hallo sagen
profiles-hello-sign-up = Mitmachen und Hallo sagen
profiles-more = Mehr zu { $name }
profiles-tell = Bei Rückkehr Bescheid geben
profiles-told = Wir sagen dir bei der Rückkehr Bescheid.
profiles-report = Dieses Profil melden
profiles-helped = <strong>{ $n }</strong> Mal geholfen
profiles-points = { $n ->
    [one] <strong>{ $n }</strong> Punkt
   *[other] <strong>{ $n }</strong> Punkte
}
profiles-open-asks = { $n ->
    [one] <strong>{ $n }</strong> offenes Gesuch
   *[other] <strong>{ $n }</strong> offene Gesuche
}
profiles-offers = { $n ->
    [one] <strong>{ $n }</strong> Angebot
   *[other] <strong>{ $n }</strong> Angebote
}
profiles-achievements = Erreichtes
profiles-since = Hier seit dem { $when }
profiles-since-today = Hier seit heute
profiles-hidden-own = Dein Profil wurde gemeldet und ist verborgen. Nur du siehst es. In deinen Neuigkeiten steht, was wir entscheiden.
profiles-hidden = Dieses Profil ist verborgen: Nur das Mitglied und die Aufsicht sehen es.
profiles-two = Ihr beide
profiles-about = Zur Person
profiles-quiet-own = Deine Seite ist noch still
profiles-quiet-own-more = Ein Gesuch oder ein Angebot gibt anderen einen Grund, dir zu schreiben.
profiles-offer = Etwas anbieten
profiles-ask = Etwas suchen
profiles-quiet = Hier ist noch nichts
profiles-quiet-more = { $name } hat noch nichts eingestellt, was du sehen kannst.
profiles-say = Was andere sagen
profiles-rating = { $rating }<vh> von 5 Sternen</vh>
profiles-thanks-more = Noch { $n }
profiles-blocked = Du hast { $name } blockiert. Ihr begegnet euch hier nicht.
profiles-unblock = Zurücknehmen
profiles-hello-to = Sag { $name } Hallo
profiles-first-message = Deine erste Nachricht
profiles-send = Senden
profiles-writing-to = An { $name } schreiben
profiles-wrote = Was du geschrieben hast
profiles-bad = Keine gute Erfahrung?
profiles-block-more = Danach seht ihr euch nicht mehr und schreibt euch nicht mehr. Niemand erfährt davon.
profiles-block = { $name } blockieren

# Die Regale der Seite.

profiles-shelf-apps = Apps von mir
profiles-shelf-learn = Von mir lernen
profiles-shelf-work = Mit mir arbeiten
profiles-shelf-love = Was ich mag
profiles-needs = Was ich brauche
profiles-lately = In letzter Zeit
profiles-stars = { $n } von 5 Sternen
profiles-thanks-for = <span class="muted">Für</span> <what>{ $title }</what>

# Was jemand in letzter Zeit getan hat.

profiles-update-offers = Bietet an: <what>{ $title }</what>
profiles-update-asked = Hat gesucht: <what>{ $title }</what>
profiles-update-found = Hat Hilfe gefunden bei <what>{ $title }</what>
profiles-update-thanks = { $who } für Hilfe bei <what>{ $title }</what>
profiles-update-helped = Hat { $who } geholfen bei <what>{ $title }</what>
profiles-update-thanked = { $who } hat sich bedankt für <what>{ $title }</what>

# Was jemand erreicht hat.

profiles-first-offer = Erstes Angebot
profiles-first-offer-how = Das bekommt, wer etwas anbietet.
profiles-first-ask = Erstes Gesuch
profiles-first-ask-how = Das bekommt, wer um etwas bittet.
profiles-course-author = Macht Kurse
profiles-course-author-how = Das bekommt, wer einen Kurs veröffentlicht.
profiles-first-help = Zum ersten Mal geholfen
profiles-first-help-how = Das bekommt, wer jemandem bis zum Ende geholfen hat.
profiles-helped-many = { $n }-mal geholfen
profiles-helped-many-how = Das bekommt, wer { $n }-mal bis zum Ende geholfen hat.

# Eine Sache ändern, wo sie steht: Knöpfe, und was sich inzwischen geändert hat.

profiles-edit-leave = So lassen
profiles-add-name = Deinen Namen angeben
profiles-edit-name = Ändern<vh>: dein Name</vh>
profiles-add-tagline = Eine Zeile über dich schreiben
profiles-edit-tagline = Ändern<vh>: die Zeile über dich</vh>
profiles-add-bio = Etwas über dich schreiben
profiles-edit-bio = Ändern<vh>: der Text über dich</vh>
profiles-add-links = Links angeben
profiles-edit-links = Ändern<vh>: deine Links</vh>
profiles-overtaken-by-nothing = Das hat sich geändert, seit du es geöffnet hast: Jetzt steht dort nichts. Speichere noch einmal, um deines an seine Stelle zu setzen.
profiles-overtaken = Das hat sich geändert, seit du es geöffnet hast: Jetzt steht dort „{ $now }“. Speichere noch einmal, um deines an seine Stelle zu setzen.
profiles-add-app = Eine App von dir eintragen
