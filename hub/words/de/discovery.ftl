# Entdecken: alles, was zu finden ist, und die Filter.

discovery-title = Entdecken
discovery-title-for = Entdecken: { $q }
discovery-title-tab = { $tab } · Entdecken
discovery-title-tab-for = { $tab } zu { $q } · Entdecken
discovery-offers = Angebote
discovery-asks = Gesuche
discovery-people = Menschen
discovery-tools = Werkzeuge
discovery-courses = Kurse
discovery-all = Alles
discovery-head = Wobei brauchst du Hilfe?
discovery-what-people-give = Was Menschen geben
discovery-what-people-need = Was Menschen brauchen
discovery-search = Suchen
discovery-placeholder = Sag es in deinen Worten
discovery-filters = Filter
discovery-problem = Problem
discovery-any = Egal
discovery-kind = Art
discovery-price = Preis
discovery-free = Kostenlos
discovery-paid = Bezahlt
discovery-rated = Bewertet
discovery-tool = Werkzeug
discovery-language = Sprache
discovery-here-now = Gerade da ({ $n })
discovery-use = Anwenden
discovery-clear = Leeren
discovery-without = , diesen Filter wegnehmen
discovery-too-long = Das ist lang: Gesucht wird nach den ersten { $n } Zeichen.
discovery-loosely = Nichts sagt all das. Das hier sagt etwas davon.
discovery-tabs = Was du ansiehst
discovery-for-you = Für dich
discovery-for-yours = Zu deinen Gesuchen und Angeboten
discovery-nothing = Noch passt nichts
discovery-nothing-for = Zu „{ $q }“ passt noch nichts
discovery-nothing-more = Mach ein Gesuch daraus: Dann findet dich, wer passt, auch noch morgen.
discovery-post-an-ask = Gesuch aufgeben
discovery-solve = Apps und Werkzeuge
discovery-solve-it = Apps und Werkzeuge, die das können
discovery-apps = { $n ->
    [one] { $n } App
   *[other] { $n } Apps
}
discovery-apps-of-members = Apps von Mitgliedern
discovery-of-members = von Mitgliedern
discovery-all-of = Alle { $n }
discovery-all-of-tools = Werkzeuge
discovery-all-of-people = Menschen
discovery-all-of-courses = Kurse
discovery-all-of-offers = Angebote
discovery-all-of-asks = Gesuche
discovery-no-app = Das kann hier noch keine App und kein Werkzeug.
discovery-all-tools = Alle Werkzeuge ansehen
discovery-people-help = Wer helfen kann
discovery-no-people = Niemand sagt hier, sich damit auszukennen.
discovery-no-people-ask = Frag, und lass dich finden
discovery-learn = Lerne es selbst
discovery-no-course = Noch kein Kurs dazu.
discovery-no-course-ask = Sag, dass du es lernen möchtest
discovery-what-else = Was Menschen sonst geben
discovery-no-offer = Das bietet noch niemand an.
discovery-no-offer-you = Kannst du es?
discovery-what-people-ask = Was Menschen suchen
discovery-others-ask = Andere suchen es auch
discovery-no-ask = Gerade sucht das niemand.
discovery-no-ask-first = Mach den Anfang
discovery-more = Mehr
discovery-not-found = Nicht gefunden? <ask>Gib ein Gesuch auf</ask> und lass dich finden.
discovery-compare-hint = Kreuze zwei bis vier Werkzeuge an, um sie nebeneinander zu sehen.
discovery-compare-them = Vergleichen
discovery-person-offers = bietet <offer>{ $title }</offer>
discovery-new-here = Neu hier
discovery-fit = { $n ->
    [one] { $n } passt
   *[other] { $n } passen
}
discovery-things-fit = { $n ->
    [one] { $n } Sache passt
   *[other] { $n } Sachen passen
}
discovery-at-least = { $n ->
    [one] Mindestens { $n } Sache passt
   *[other] Mindestens { $n } Sachen passen
}
