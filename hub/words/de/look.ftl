# Kleine Wörter, die viele Seiten brauchen.

look-people = { $n ->
    [one] { $n } Person
   *[other] { $n } Leute
}
# Steht auf keiner Seite: wie ein Satz mit Auszeichnung und Zahl aussieht.
look-example = <strong>{ $name }</strong> hat <rules>{ $n ->
    [one] { $n } Regel
   *[other] { $n } Regeln
}</rules> gelesen.

look-optional = muss nicht sein
look-almost-there = Fast fertig. Schau bitte noch einmal hin:
look-stars = { $n ->
    [one] { $n } Stern
   *[other] { $n } Sterne
}
look-of-5-stars = { $n } von 5 Sternen
look-here-now = gerade da
look-search = Suchen
look-show-password = Zeigen<vh>: das Passwort</vh>
look-save = Speichern
look-change = Ändern
look-not-now = Jetzt nicht
look-more = Mehr
look-saved = Gespeichert.
look-ask-hidden = Ausgeblendet
look-ask-found = { $n } von { $all } gefunden
look-ask-open = Offen
look-ask-under-way = Im Gange
look-ask-done = Geschafft
look-ask-closed = Geschlossen
look-offer-only-you = Nur du siehst das
look-offer-live = Sichtbar
look-offer-paused = Pausiert
look-offer-put-away = Weggeräumt
look-pricing-free = Es kostet nichts
look-pricing-once = Ein Preis, einmalig
look-pricing-hour = Ein Preis pro Stunde
look-pricing-month = Ein Preis pro Monat
look-pricing-talk = Über den Preis reden wir
look-line-they-offer-help = Sagst du ja? { $name } möchte helfen.
look-line-they-would-like = Sagst du ja? { $name } hätte das gern.
look-line-they-say-hello = Antworte { $name }: Da sagt jemand Hallo.
look-line-they-answer = Jetzt antwortet { $name }. Du hast geschrieben.
look-line-would-you-like-help = Möchtest du die Hilfe von { $name }? Dann sag hier ja.
look-line-will-you-do-it = Machst du es für { $name }? Dann sag hier ja.
look-line-talking = Ihr seid im Gespräch.
look-line-they-say-yes = { $name } sagt ja, wenn es passt. Ihr seid im Gespräch.
look-line-they-confirm = { $name } bestätigt es, oder eine stille Woche tut es. Du hast gesagt, es ist geschafft.
look-line-is-it-done = Ist es geschafft? { $name } sagt ja. Auch eine stille Woche heißt ja.
look-line-help-them = Hilf { $name } und sag es dann hier. Es ist ein Ja.
look-line-they-help = { $name } hilft dir jetzt. Sag hier, wenn es geschafft ist.
look-line-do-it = Tu es und sag es dann hier. Es ist ein Ja.
look-line-you-are-helping = Sag hier, wenn es geschafft ist. Du hilfst gerade { $name }.
look-line-they-are-helping = Sag hier, wenn es geschafft ist. { $name } hilft dir gerade.
look-line-at-it = Sag hier, wenn es geschafft ist. Ihr seid dran.
look-line-you-helped = Geschafft. Du hast { $name } geholfen.
look-line-they-helped = Geschafft. { $name } hat dir geholfen.
look-line-done = Geschafft.
look-line-you-said-no = Du hast diesmal nein gesagt.
look-line-without-your-help = { $name } macht diesmal ohne deine Hilfe weiter. Schön, dass du sie angeboten hast.
look-line-they-cannot = { $name } kann diesmal nicht. Jemand anderes wird.
look-line-called-off = Abgesagt.
look-step-yes = Ja sagen
look-step-begun = Wir haben angefangen
look-step-helped = Ich habe geholfen
look-step-yes-done = Ja, geschafft
look-step-done = Es ist geschafft
look-step-not-yet = Noch nicht
look-step-no = Nein, danke
look-step-off = Absagen
look-just-now = gerade eben
look-in-a-moment = gleich
look-minutes-ago = vor { $n } Min.
look-in-minutes = in { $n } Min.
look-hours-ago = { $n ->
    [one] vor { $n } Stunde
   *[other] vor { $n } Stunden
}
look-in-hours = { $n ->
    [one] in { $n } Stunde
   *[other] in { $n } Stunden
}
look-days-ago = { $n ->
    [one] vor { $n } Tag
   *[other] vor { $n } Tagen
}
look-in-days = { $n ->
    [one] in { $n } Tag
   *[other] in { $n } Tagen
}
look-date = { $day }. { $month_short }
look-date-year = { $day }. { $month_short } { $year }
look-exact = { $weekday_short }, { $day }. { $month_short } { $year }, { $clock }
look-today = Heute
look-yesterday = Gestern
look-written-day = { $day }. { $month } { $year }
look-day = { $weekday }, { $day }. { $month }
look-day-year = { $weekday }, { $day }. { $month } { $year }
look-month-1 = Januar
look-month-2 = Februar
look-month-3 = März
look-month-4 = April
look-month-5 = Mai
look-month-6 = Juni
look-month-7 = Juli
look-month-8 = August
look-month-9 = September
look-month-10 = Oktober
look-month-11 = November
look-month-12 = Dezember
look-month-short-1 = Jan.
look-month-short-2 = Feb.
look-month-short-3 = März
look-month-short-4 = Apr.
look-month-short-5 = Mai
look-month-short-6 = Juni
look-month-short-7 = Juli
look-month-short-8 = Aug.
look-month-short-9 = Sep.
look-month-short-10 = Okt.
look-month-short-11 = Nov.
look-month-short-12 = Dez.
look-weekday-1 = Montag
look-weekday-2 = Dienstag
look-weekday-3 = Mittwoch
look-weekday-4 = Donnerstag
look-weekday-5 = Freitag
look-weekday-6 = Samstag
look-weekday-7 = Sonntag
look-weekday-short-1 = Mo.
look-weekday-short-2 = Di.
look-weekday-short-3 = Mi.
look-weekday-short-4 = Do.
look-weekday-short-5 = Fr.
look-weekday-short-6 = Sa.
look-weekday-short-7 = So.
look-too-many-log-ins = Zu viele Versuche, dich anzumelden. Versuch es { $when } noch einmal.
look-too-many-sign-ups = Zu viele neue Mitglieder über diesen Anschluss. Versuch es { $when } noch einmal.
look-sent-before = Dieses Formular hast du schon geschickt, und es kam durch. Dies hier ist anders: Wenn du das auch willst, schick es bitte noch einmal.
look-in-language = { $code ->
    [ar] auf Arabisch
    [zh] auf Chinesisch
    [nl] auf Niederländisch
    [en] auf Englisch
    [fr] auf Französisch
    [de] auf Deutsch
    [hi] auf Hindi
    [it] auf Italienisch
    [ja] auf Japanisch
    [ko] auf Koreanisch
    [pl] auf Polnisch
    [pt] auf Portugiesisch
    [ru] auf Russisch
    [es] auf Spanisch
    [tr] auf Türkisch
    [uk] auf Ukrainisch
   *[other] in einer anderen Sprache
}
