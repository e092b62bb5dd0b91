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
