# Was mit einem Preis vereinbart ist.

purchases-earnings = Meine Einnahmen
purchases-earnings-none = Hier wird nichts gezählt
purchases-earnings-more = Preise vereinbart und zahlt ihr unter euch, deshalb weiß dieser Ort nicht, was du eingenommen hast. Was ihr vereinbart habt, steht unter deinen Verbindungen.
purchases-earnings-see = Deine Verbindungen ansehen
purchases-mine = Meine Käufe
purchases-lead = Was du mit jemandem vereinbart hast, wenn es einen Preis hat. Ihr zahlt einander direkt: Über diesen Ort läuft kein Geld.
purchases-none-here = Nichts auf dieser Seite
purchases-none = Noch nichts
purchases-none-more = Wenn jemand Ja sagt zu etwas, das einen Preis hat, steht es hier.
purchases-see-offers = Schau, was angeboten wird
purchases-gone = Etwas, das weg ist
purchases-open = Öffnen<vh>: Gespräch über { $title }</vh>
purchases-earlier = Frühere
