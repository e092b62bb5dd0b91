# Die Seite eines Werkzeugs, und Werkzeuge nebeneinander.

tools-compare = Vergleichen
tools-compare-title = Werkzeuge vergleichen
tools-compare-names = { $names } vergleichen
tools-compare-pick = Wähle zwei bis vier und sieh sie nebeneinander.
tools-compare-lead = Wofür jedes ist, was es kostet und wer es kennt, nebeneinander.
tools-compare-four = Vier passen nebeneinander: Das sind die ersten vier.
tools-side-by-side = Nebeneinander
tools-what = Was
tools-leave-out = { $name } weglassen
tools-what-it-is = Was es ist
tools-row-stars = Sterne
tools-too-few = Zu wenige haben etwas gesagt
tools-price = Preis
tools-good-for = Gut für
tools-nothing-said = Hier steht noch nichts.
tools-used-to = Genutzt wird es, um
tools-good-to-know = Gut zu wissen
tools-offers-with = Angebote damit
tools-none-yet = Noch keine
tools-asks-about = Gesuche dazu
tools-none-now = Gerade keine
tools-who-knows = Wer es kennt
tools-nobody-helped = Damit hat noch niemand geholfen
tools-made-by = Gemacht von
tools-none = Keins
tools-offers-count = { $n ->
    [one] { $n } Angebot
   *[other] { $n } Angebote
}
tools-asks-count = { $n ->
    [one] { $n } Gesuch
   *[other] { $n } Gesuche
}
tools-with-name = mit { $name }
tools-about-name = zu { $name }
tools-which = Welche?
tools-compare-others = Andere vergleichen
tools-first = Erstes
tools-second = Zweites
tools-third = Drittes
tools-fourth = Viertes
tools-best-for = <strong>Am besten für</strong> { $what }
tools-everything = Alles über { $name }
tools-uses = Wofür es genutzt wird
tools-who-helped = Wer damit geholfen hat
tools-helped-times = { $n ->
    [one] Hat { $n }-mal mit { $name } geholfen
   *[other] Hat { $n }-mal mit { $name } geholfen
}
tools-no-offers = Noch bietet niemand etwas mit { $name } an.
tools-be-first = Machst du den Anfang?
tools-no-asks = Gerade fragt niemand nach { $name }.
tools-ask-something = Etwas fragen?
tools-facts = Fakten
tools-instead = Stattdessen
tools-compare-a-b = { $name } mit { $other }
tools-see-side-by-side = Nebeneinander ansehen
tools-compare-another = Mit einem anderen vergleichen
tools-about-it = { $checked } Mehr dazu: { $source }.
tools-names = { $before } und { $last }
tools-price-free = Du kannst es nutzen, ohne zu zahlen.
tools-price-none-free = Es gibt keine kostenlose Fassung.
tools-price-free-and = Du kannst es nutzen, ohne zu zahlen. { $price }.
tools-price-none-free-and = Es gibt keine kostenlose Fassung. { $price }.
tools-written = Geschrieben am { $on } aus { $what }.
tools-checked = Am { $on } verglichen mit: { $what }.
tools-category-chat = Chat
tools-category-code = Code
tools-category-image = Bild
tools-category-video = Video
tools-category-audio = Ton
tools-category-writing = Schreiben
tools-category-research = Recherche
tools-category-productivity = Produktivität
tools-category-data = Daten
tools-category-design = Gestaltung
tools-category-language = Sprache
tools-category-framework = Framework
tools-category-database = Datenbank
tools-category-infrastructure = Infrastruktur
tools-category-cloud = Cloud
tools-category-testing = Testen
tools-category-other = Anderes
tools-source-general-knowledge-not-re-read = allgemeinem Wissen, nicht nachgelesen
tools-source-stored-copy-of-the-official-documentation-free-plan-from-a-third-party-record = einer Kopie der offiziellen Dokumentation; die kostenlose Fassung aus einer fremden Quelle
tools-source-stored-copy-of-the-official-page-or-documentation = einer Kopie der offiziellen Seite oder Dokumentation
tools-source-stored-copy-of-the-official-project-page-undated-plans-not-re-read = einer Kopie der offiziellen Projektseite, ohne Datum; Preise nicht nachgelesen
tools-source-stored-copy-of-the-official-site-free-plan-is-general-knowledge-not-re-read = einer Kopie der offiziellen Seite; die kostenlose Fassung aus allgemeinem Wissen, nicht nachgelesen
tools-source-stored-third-party-articles-official-page-not-re-read = Artikeln anderer; die offizielle Seite nicht nachgelesen
tools-source-third-party-record-of-the-official-price-page-not-the-page-itself = einer fremden Aufzeichnung der offiziellen Preisseite, nicht der Seite selbst
