# Gesuche: das Formular, die eigene Liste, die Seite.

asks-change = Dein Gesuch ändern
asks-ask-for = Um etwas bitten
asks-what-do-you-need = Was brauchst du?
asks-begun-by-message = Es beginnt mit dem, was du gesagt hast; ändere es, wie du magst. Der Raum zeigt dann, wie es darum steht.
asks-lead = Sag es so, wie du es unter Freunden sagen würdest. Ein Satz genügt.
asks-text-placeholder = Texte für meine Bäckerei, die nach mir klingen
asks-text-hint = Die erste Zeile ist der Titel. Darunter kommt, was hilft: was du versucht hast, was gut wäre, bis wann.
asks-address-hint = Zu dem, was andere ausprobieren oder ansehen sollen.
asks-budget-head = Budget, falls du dafür zahlst
asks-budget-from = Budget von
asks-budget-to = Budget bis
asks-more-fields = Mehr, wenn du magst: Können, Werkzeuge, wie viele Leute, bis wann, ein Bild
asks-category = Was trifft es am ehesten?
asks-tools-about = Werkzeuge, um die es geht
asks-places = Wie viele Leute?
asks-places-hint = Du kannst es jederzeit ändern.
asks-open-until-day = Offen bis
asks-other-languages = Andere Sprachen
asks-no-search-engines = Gesuche werden Suchmaschinen nie angeboten.
asks-thanked = Geschafft, mit Dank
asks-they-helped-you = Von hier kam deine Hilfe.
asks-found-help = { $name } hat hier Hilfe gefunden.
asks-mine = Meine Gesuche
asks-mine-none = Du hast noch um nichts gebeten
asks-mine-none-more = Wer bittet, schenkt jemandem die Freude zu helfen.
asks-put-away-line = Weggelegt. Nur du siehst es.
asks-more = Mehr
asks-time-over = Die Zeit ist um.
asks-ends = Endet { $when }.
asks-renew = 30 Tage mehr
asks-held = { $n } reserviert
asks-members-only = Nur Mitglieder können das lesen
asks-members = Mitglieder
asks-put-away = Weggelegt
asks-more-about = Mehr zu diesem Gesuch
asks-report = Dieses Gesuch melden
asks-asked = gefragt { $when }
asks-edited = geändert { $when }
asks-open-until = offen bis { $when }
asks-hidden-yours = Dieses Gesuch wurde gemeldet und ist verborgen. Nur du siehst es. Was wir entscheiden, steht in deinen Neuigkeiten.
asks-hidden = Dieses Gesuch ist verborgen: Nur wer es geschrieben hat und wer die Gemeinschaft betreut, sieht es.
asks-done = Geschafft. Gut gefragt.
asks-all-found-line = Alle, die du wolltest, sind gefunden. Wir suchen nicht weiter.
asks-closed = Es ist geschlossen. Niemand Neues erfährt davon.
asks-looking = Wir suchen, wer passt. Das dauert einen Moment.
asks-told = { $n ->
    [one] { $n } Person weiß davon.
   *[other] { $n } Leute wissen davon.
}
asks-told-more = Wir suchen weiter und sagen dir, wenn jemand Neues passt.
asks-nobody-told = Bisher weiß niemand davon.
asks-nobody-told-more = Was unten steht, passt fast, aber niemand weiß davon: Schreib ihnen, wenn es dir richtig scheint. Wir suchen weiter und sagen es dir.
asks-nobody-fits = Noch passt niemand.
asks-nobody-fits-more = Wir suchen weiter und sagen es dir.
asks-was-told = { $name } weiß davon.
asks-not-told = { $name } weiß nichts davon.
asks-more-of-theirs = Und noch { $n } von dort:
asks-look-yourself = Selbst schauen
asks-better-problem = Es passt besser, wenn da steht, um welches Problem es geht: <edit>wähl eines</edit>.
asks-better-labels = Es passt besser mit einem Thema oder einem Werkzeug: <edit>nenn eines</edit>.
asks-better-words = Es passt besser mit einem Satz mehr dazu, was du brauchst: <edit>ändere es</edit>.
asks-tools-meanwhile = Inzwischen helfen vielleicht diese Werkzeuge.
asks-widen = Weiter fassen?
asks-widen-nobody-answered = Bisher hat niemand geantwortet.
asks-widen-nobody-fits = So, wie es ist, passt niemand.
asks-widen-change = Eine Änderung würde mehr Menschen erreichen:
asks-widen-hint = Öffnet das Formular mit dieser einen Änderung. Niemand erfährt davon, bevor du speicherst.
asks-budget = Budget
asks-looking-for = Gesucht
asks-people = { $n ->
    [one] { $n } Person
   *[other] { $n } Leute
}
asks-help-with = Hilfe gesucht bei
asks-topics = Themen
asks-languages = Sprachen
asks-who-answered = Wer geantwortet hat
asks-who-fits = Wer passt
asks-you-two = Ihr zwei
asks-you-wrote = Was du geschrieben hast
asks-holds = Hält dir einen Platz frei, während du schreibst. { $name } sieht deinen Namen.
asks-full-told = Wir sagen dir, wenn einer frei wird.
asks-full-write = Schreiben kannst du trotzdem.
asks-message-hint = Eine Zeile genügt. Damit beginnt ein privates Gespräch.
asks-read-all = Alles lesen
asks-over-found = Alle, die gesucht wurden, sind gefunden. <others>Andere Gesuche</others> sind offen.
asks-over-done = Dieses ist geschafft. <others>Andere Gesuche</others> sind offen.
asks-over-closed = Dieses ist nicht mehr offen. <others>Andere Gesuche</others> sind es.
asks-tools-may-help = Werkzeuge, die helfen könnten
asks-about = Zu diesem Gesuch
asks-yours = Dein Gesuch
asks-seen = { $n ->
    [one] Von { $n } Person gesehen
   *[other] Von { $n } Leuten gesehen
}
asks-answers = { $n ->
    [one] { $n } Antwort
   *[other] { $n } Antworten
}
asks-fulfil = Es ist geschafft
asks-close = Ich brauche es nicht mehr
asks-reopen = Wieder öffnen
asks-kept = Behalten. Mach weiter, wann du magst.
asks-saved = Gespeichert.
asks-widened = Unten ist eines geändert: dein Gesuch { $change }. Speichere es, dann erfahren mehr davon.
asks-archived = Es ist weggelegt. Nur du siehst es.
asks-reopened = Es ist wieder offen.
asks-renewed = Es bleibt 30 weitere Tage offen.
asks-places-number = Wie viele Leute? Eine Zahl, bitte.
asks-all-found = Alle, die du wolltest, sind gefunden.
asks-no-date = Das ist kein Datum. Schreib es so: 2026-03-14.
asks-places-now = { $n ->
    [one] Du suchst jetzt { $n } Person.
   *[other] Du suchst jetzt { $n } Leute.
}
asks-answer-beta-tester = Ich probiere es aus
asks-answer-feedback = Ich sage meine Meinung
asks-answer-collaborator = Lass uns reden
asks-answer-learning = Das kann ich zeigen
asks-answer-hire = Das kann ich machen
asks-answer-advice = Ich kann helfen
asks-answer-introduction = Ich kenne jemanden
asks-seeks-beta-tester = Sucht Leute zum Ausprobieren
asks-seeks-feedback = Freut sich über Rückmeldung
asks-seeks-collaborator = Sucht jemanden zum Mitbauen
asks-seeks-learning = Möchte etwas lernen
asks-seeks-hire = Hat bezahlte Arbeit
asks-seeks-advice = Könnte Hilfe brauchen
asks-seeks-introduction = Möchte jemanden kennenlernen
asks-thanks-one = Danke an { $one }
asks-thanks-two = Danke an { $one } und { $other }
asks-thanks-more = { $n ->
    [one] Danke an { $one }, { $other } und noch jemanden
   *[other] Danke an { $one }, { $other } und { $n } andere
}
asks-fulfil-hint = Du hast, was du gebraucht hast. Wer geholfen hat, bekommt hier Dank.
asks-close-hint = Niemand Neues erfährt davon. Du kannst es wieder öffnen.
