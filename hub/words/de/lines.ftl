lines-offers-help = { $has ->
    [no] { $who } will helfen.
   *[title] { $who } will bei „{ $title }“ helfen.
}
lines-wants-offer = { $has ->
    [no] { $who } interessiert sich für dein Angebot.
   *[title] { $who } interessiert sich für „{ $title }“.
}
lines-says-hello = { $who } sagt hallo.
lines-said-yes = { $has ->
    [no] { $who } hat ja gesagt.
   *[title] { $who } hat ja gesagt: „{ $title }“.
}
lines-said-no = { $has ->
    [no] { $who } hat diesmal abgelehnt.
   *[title] { $who } hat diesmal abgelehnt: „{ $title }“.
}
lines-called-off = { $has ->
    [no] { $who } hat abgesagt.
   *[title] { $who } hat abgesagt: „{ $title }“.
}
lines-says-done = { $has ->
    [no] { $who } sagt, es ist erledigt. Stimmt das? Eine stille Woche heißt auch ja.
   *[title] { $who } sagt, „{ $title }“ ist erledigt. Stimmt das? Eine stille Woche heißt auch ja.
}
lines-not-yet-done = { $has ->
    [no] { $who } sagt, es ist noch nicht erledigt.
   *[title] { $who } sagt, „{ $title }“ ist noch nicht erledigt.
}
lines-completed = { $has ->
    [no] { $who } sagt, es ist erledigt. Danke!
   *[title] { $who } sagt, „{ $title }“ ist erledigt. Danke!
}
lines-week-passed = { $has ->
    [no] Eine Woche ist um, also gilt es als erledigt.
   *[title] Eine Woche ist um, also gilt „{ $title }“ als erledigt.
}
lines-rated = { $has ->
    [no] { $stars ->
        [one] { $who } hat dir 1 Stern gegeben.
       *[other] { $who } hat dir { $stars } Sterne gegeben.
    }
   *[title] { $stars ->
        [one] { $who } hat dir 1 Stern gegeben: „{ $title }“.
       *[other] { $who } hat dir { $stars } Sterne gegeben: „{ $title }“.
    }
}
lines-mentioned = { $has ->
    [no] { $who } hat dich erwähnt.
   *[title] { $who } hat dich in „{ $title }“ erwähnt.
}
lines-replied = { $has ->
    [no] { $who } hat dir geantwortet.
   *[title] { $who } hat dir in „{ $title }“ geantwortet.
}
lines-invited = { $has ->
    [no] { $who } lädt dich in eine Gruppe ein.
   *[title] { $who } lädt dich in „{ $title }“ ein.
}
lines-could-be-ask = { $has ->
    [no] { $who } meint, eine Nachricht von dir wäre ein Gesuch. Eins daraus machen?
   *[title] { $who } meint, was du in „{ $title }“ geschrieben hast, wäre ein Gesuch. Eins daraus machen?
}
lines-mark-done = { $has ->
    [no] So viele, wie du wolltest, haben bei deinem Gesuch geholfen. Erledigt? Oder such noch mehr Leute.
   *[title] So viele, wie du wolltest, haben bei „{ $title }“ geholfen. Erledigt? Oder such noch mehr Leute.
}
lines-ask-expired = { $has ->
    [no] Die Zeit deines Gesuchs ist um.
   *[title] Die Zeit von „{ $title }“ ist um. Du kannst es wieder öffnen.
}
lines-ask-ends-soon = { $has ->
    [no] Ein Gesuch von dir endet in drei Tagen. Suchst du noch?
   *[title] „{ $title }“ endet in drei Tagen. Suchst du noch?
}
lines-hold-ran-out = { $has ->
    [no] Deine Zeit für einen Platz ist abgelaufen; er ist wieder offen. Schreiben kannst du trotzdem.
   *[title] Deine Zeit für „{ $title }“ ist abgelaufen; der Platz ist wieder offen. Schreiben kannst du trotzdem.
}
lines-hold-not-needed = { $has ->
    [no] Der Platz, den du gehalten hast, wird nicht mehr gebraucht. Danke, dass du bereit warst.
   *[title] Der Platz, den du bei „{ $title }“ gehalten hast, wird nicht mehr gebraucht. Danke, dass du bereit warst.
}
lines-place-free = { $has ->
    [no] Ein Platz, auf den du gewartet hast, ist frei.
   *[title] Ein Platz ist frei: „{ $title }“.
}
lines-report-received = Wir haben deine Meldung. Du hörst von uns, wenn sie jemand angesehen hat.
lines-report-looked-at = Jemand hat deine Meldung angesehen.
lines-yours-hidden = { $has ->
    [no] { $kind ->
       *[message] Eine Nachricht von dir ist verborgen, bis jemand von uns es angesehen hat, weil mehrere es gemeldet haben. Nur du siehst es.
        [profile] Dein Profil ist verborgen, bis jemand von uns es angesehen hat, weil mehrere es gemeldet haben. Nur du siehst es.
        [ask] Dein Gesuch ist verborgen, bis jemand von uns es angesehen hat, weil mehrere es gemeldet haben. Nur du siehst es.
        [offer] Dein Angebot ist verborgen, bis jemand von uns es angesehen hat, weil mehrere es gemeldet haben. Nur du siehst es.
        [review] Deine Bewertung ist verborgen, bis jemand von uns es angesehen hat, weil mehrere es gemeldet haben. Nur du siehst es.
    }
   *[title] { $kind ->
       *[message] Eine Nachricht von dir „{ $title }“ ist verborgen, bis jemand von uns es angesehen hat, weil mehrere es gemeldet haben. Nur du siehst es.
        [profile] Dein Profil „{ $title }“ ist verborgen, bis jemand von uns es angesehen hat, weil mehrere es gemeldet haben. Nur du siehst es.
        [ask] Dein Gesuch „{ $title }“ ist verborgen, bis jemand von uns es angesehen hat, weil mehrere es gemeldet haben. Nur du siehst es.
        [offer] Dein Angebot „{ $title }“ ist verborgen, bis jemand von uns es angesehen hat, weil mehrere es gemeldet haben. Nur du siehst es.
        [review] Deine Bewertung „{ $title }“ ist verborgen, bis jemand von uns es angesehen hat, weil mehrere es gemeldet haben. Nur du siehst es.
    }
}
lines-yours-stays-hidden = { $has ->
    [no] { $kind ->
       *[message] Wir haben es angesehen: eine Nachricht von dir bleibt verborgen, weil es nicht hierher passt. Nur du siehst es.
        [profile] Wir haben es angesehen: dein Profil bleibt verborgen, weil es nicht hierher passt. Nur du siehst es.
        [ask] Wir haben es angesehen: dein Gesuch bleibt verborgen, weil es nicht hierher passt. Nur du siehst es.
        [offer] Wir haben es angesehen: dein Angebot bleibt verborgen, weil es nicht hierher passt. Nur du siehst es.
        [review] Wir haben es angesehen: deine Bewertung bleibt verborgen, weil es nicht hierher passt. Nur du siehst es.
    }
   *[title] { $kind ->
       *[message] Wir haben es angesehen: eine Nachricht von dir „{ $title }“ bleibt verborgen, weil es nicht hierher passt. Nur du siehst es.
        [profile] Wir haben es angesehen: dein Profil „{ $title }“ bleibt verborgen, weil es nicht hierher passt. Nur du siehst es.
        [ask] Wir haben es angesehen: dein Gesuch „{ $title }“ bleibt verborgen, weil es nicht hierher passt. Nur du siehst es.
        [offer] Wir haben es angesehen: dein Angebot „{ $title }“ bleibt verborgen, weil es nicht hierher passt. Nur du siehst es.
        [review] Wir haben es angesehen: deine Bewertung „{ $title }“ bleibt verborgen, weil es nicht hierher passt. Nur du siehst es.
    }
}
lines-yours-restored = { $has ->
    [no] { $kind ->
       *[message] Wir haben es angesehen: eine Nachricht von dir ist wieder für alle zu sehen.
        [profile] Wir haben es angesehen: dein Profil ist wieder für alle zu sehen.
        [ask] Wir haben es angesehen: dein Gesuch ist wieder für alle zu sehen.
        [offer] Wir haben es angesehen: dein Angebot ist wieder für alle zu sehen.
        [review] Wir haben es angesehen: deine Bewertung ist wieder für alle zu sehen.
    }
   *[title] { $kind ->
       *[message] Wir haben es angesehen: eine Nachricht von dir „{ $title }“ ist wieder für alle zu sehen.
        [profile] Wir haben es angesehen: dein Profil „{ $title }“ ist wieder für alle zu sehen.
        [ask] Wir haben es angesehen: dein Gesuch „{ $title }“ ist wieder für alle zu sehen.
        [offer] Wir haben es angesehen: dein Angebot „{ $title }“ ist wieder für alle zu sehen.
        [review] Wir haben es angesehen: deine Bewertung „{ $title }“ ist wieder für alle zu sehen.
    }
}
lines-something-reported = Jemand hat etwas gemeldet. Es wartet auf eine Entscheidung.
lines-back-now = { $who } ist jetzt da.
lines-search-found = { $has ->
    [no] Etwas Neues passt zu { $which }.
   *[title] Neu: „{ $title }“ passt zu { $which }.
}
lines-search-found-many = { $posts } neue Beiträge passen zu { $which }.
lines-searches-found = { $posts } neue Beiträge passen zu deinen Suchen.
lines-which-search = deiner Suche nach { $search }
lines-which-search-gone = einer Suche von dir
lines-still-waits = { $has ->
    [no] Ein Gesuch von { $who } kam, als du weg warst, und wartet noch.
   *[title] Das Gesuch von { $who } wartet noch: „{ $title }“. Es kam, als du weg warst, und noch hat niemand geantwortet.
}
lines-new-follower = { $who } folgt dir jetzt.
lines-new-password = Dein Passwort wurde mit einem Link geändert, den wir dir geschickt haben. Wenn du das nicht warst, ändere es sofort.
lines-spared = Zwei Leute warten seit einer Woche auf deine Antwort, also schicken wir dir vorerst keine neuen Gesuche. Tipp auf „Ich kann wieder helfen“, wenn du Zeit hast.
lines-spared-after-holds = Zwei Plätze, die du gehalten hast, liefen ab, bevor du schreiben konntest, also schicken wir dir vorerst keine neuen Gesuche. Tipp auf „Ich kann wieder helfen“, wenn du Zeit hast.
lines-somebody = Jemand
lines-report-seen = Jemand hat es angesehen.
lines-report-settled = Zu deiner Meldung: { $outcome }
