# Was über Werkzeuge gesagt wird.

reviews-of-five = von 5 Sternen
reviews-count = { $n ->
    [one] { $n } Bewertung
   *[other] { $n } Bewertungen
}
reviews-of-title = Was über { $name } gesagt wird
reviews-of = Was über <tool>{ $name }</tool> gesagt wird
reviews-nobody-else = Sonst hat noch niemand etwas gesagt.
reviews-back-to = Zurück zu { $name }
reviews-earlier = Früher
reviews-head = Was andere sagen
reviews-nobody-said = Noch hat niemand gesagt, wie { $name } ist.
reviews-tried-it = Hast du es probiert?
reviews-tried = Hast du { $name } probiert? Sag, wie es war
reviews-all = Alle Bewertungen
reviews-you-said = Du hast gesagt
reviews-stars-of-five = { $n } von 5 Sternen
reviews-hidden = Das wurde gemeldet und ist verborgen: Nur du siehst es, bis jemand von uns nachgesehen hat.
reviews-take-back = Zurücknehmen
reviews-other-words = Anders sagen
reviews-how-many-stars = Wie viele Sterne?
reviews-stars = { $n ->
    [one] { $n } Stern
   *[other] { $n } Sterne
}
reviews-text = Was sollten andere wissen?
reviews-text-hint = Wofür hast du es genutzt, was war gut, was nicht? Alle können es lesen, mit deinem Namen.
reviews-change = Ändern, was ich sagte
reviews-when-changed = { $when }, geändert
reviews-report = Melden
reviews-report-what = was { $name } sagt
reviews-thanks = Danke. Es steht hier für alle, mit deinem Namen.
reviews-taken-back = Es ist zurückgenommen und von jeder Seite verschwunden.
