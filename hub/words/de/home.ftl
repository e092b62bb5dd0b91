# Die Übersicht.

home-title = Zuhause
home-welcome = Willkommen, { $name }
home-hello = Hallo, { $name }
home-ask = Suchen
home-offer = Anbieten
home-numbers = Du in Zahlen
home-open-asks = { $n ->
    [one] offenes Gesuch
   *[other] offene Gesuche
}
home-live-offers = { $n ->
    [one] Angebot
   *[other] Angebote
}
home-helped = { $n ->
    [one] Mal geholfen
   *[other] Mal geholfen
}
home-this-month = { $n } diesen Monat
home-points = Punkte
home-waiting = Wartet auf dich
home-holds = Das hast du übernommen
home-matches = Treffer für dich
home-matches-all = Alle deine Treffer
home-matches-newest = Neueste zuerst
home-matches-rules = Was mich erreicht
home-paused-until = Alle Treffer machen Pause bis { $when }. Was inzwischen gefunden wird, wartet. <change>Weitermachen oder ändern</change>
home-paused = Alle Treffer machen Pause. Was inzwischen gefunden wird, wartet. <change>Weitermachen oder ändern</change>
home-no-match = Kein Treffer wartet
home-no-match-new = Stell ein Gesuch oder ein Angebot ein; wer passt, erscheint hier von selbst.
home-no-match-more = Wir suchen weiter. Wer passt, erscheint hier von selbst.
home-ask-something = Etwas suchen
home-look-around = Solange umschauen
home-tools = Werkzeuge, die sich lohnen
home-tools-all = Alle Werkzeuge
home-my-asks = Meine Gesuche
home-no-asks = Was würde deine Woche leichter machen? <new>Such danach</new>
home-held = { $n } reserviert
home-my-offers = Meine Angebote
home-no-offers = Worum bitten dich deine Freunde? <new>Biete es an</new>
home-full = Du hast genug: Es kommen keine neuen Gesuche zu dir.
home-can-help = Ich kann wieder helfen
home-too-much = Gerade zu viel?
home-i-am-full = Ich habe genug
home-activity = Neuigkeiten
home-points-mean = Punkte sagen Danke: fürs Anbieten, Antworten und Helfen. Sie stehen auf deiner Seite, und niemand kann sie kaufen, verkaufen oder ausgeben.
home-all-seen = Alles gesehen
home-seen-today = Heute angesehen
home-seen = { $n ->
    [one] { $n } Person hat heute <post>{ $title }</post> angesehen
   *[other] { $n } Leute haben heute <post>{ $title }</post> angesehen
}
home-all-activity = Alle Neuigkeiten
home-quiet = Noch ist es still. Was mit deinen Gesuchen und Angeboten geschieht, steht hier. <asks>Schau, was andere suchen</asks>

# Drei Kleinigkeiten zum Anfang.

home-steps = Drei Kleinigkeiten zum Anfang
home-steps-done = { $n } von 3 getan
home-step-done = : getan
home-step-ask-more = Ein Satz genügt. Wer passt, erfährt es sofort.
home-step-ask-button = Ich brauche etwas
home-step-offer = Eine Kleinigkeit anbieten
home-step-offer-more = Du musst dich nicht besonders auskennen. Nimm eins davon, oder <new>sag es selbst</new>.
home-step-offer-list = Kleinigkeiten zum Anbieten
home-step-hello = In General Hallo sagen
home-step-hello-more = Der Raum, in dem alle sind. Dein Name und was du den ganzen Tag machst, genügt völlig.
home-step-hello-button = Hallo sagen

# Kleinigkeiten zum Anbieten: was auf dem Knopf steht, und der Titel, mit dem das Formular beginnt.

home-small-website = Eine Website ansehen
home-small-website-title = Ich sehe mir deine Website an und sage dir die Wahrheit
home-small-app = Eine App ausprobieren
home-small-app-title = Ich probiere deine App aus und sage, wo ich hängen geblieben bin
home-small-text = Einen Text lesen
home-small-text-title = Ich lese, was du geschrieben hast, und sage, was ich ändern würde
home-small-design = Einen Entwurf ansehen
home-small-design-title = Ich sehe mir deinen Entwurf an und sage, was ich zuerst sehe
home-small-code = Code lesen
home-small-code-title = Ich lese deinen Code und sage, was ich ändern würde
home-small-customers = Über Kundschaft mitdenken
home-small-customers-title = Ich denke mit, wie Leute von dem erfahren, was du machst
home-small-keeping-on = Jemanden bei der Stange halten
home-small-keeping-on-title = Ich frage dich einmal in der Woche, wie weit du bist
home-small-introduction = Menschen bekannt machen
home-small-introduction-title = Ich mache dich mit jemandem bekannt, der helfen kann
