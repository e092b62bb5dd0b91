# Gemerkte Suchen.

saved-searches-title = Gemerkte Suchen
saved-searches-look = Etwas suchen
saved-searches-none = Du wartest noch auf nichts
saved-searches-none-more = Such etwas und merk dir die Suche: Wir sagen dir, wenn jemand etwas Passendes einstellt.
saved-searches-lead = Wir sagen dir, wenn jemand etwas Passendes einstellt, jedes nur einmal. Nur du siehst diese Suchen.
saved-searches-full = Höchstens { $n } werden gemerkt: Nimm eine weg, um eine andere zu merken.
saved-searches-fit-now = { $n ->
    [one] { $n } passt jetzt
   *[other] { $n } passen jetzt
}
saved-searches-found-since = { $n } gefunden seit dem { $when }
saved-searches-nothing-since = nichts Neues seit dem { $when }
saved-searches-found-today = { $n } gefunden seit heute
saved-searches-nothing-today = nichts Neues seit heute
saved-searches-when-told = Wann wir es dir sagen: { $words }
saved-searches-at-once = Sofort
saved-searches-each-morning = Morgens
saved-searches-off = Aus
saved-searches-take-away = Wegnehmen: { $words }
saved-searches-found = Zuletzt gefunden
saved-searches-found-none = Was deine Suchen finden, steht hier.
saved-searches-waits-told = Was wartet, sagen wir dir gesammelt um acht Uhr morgens.
saved-searches-waits = wartet auf den Morgen
saved-searches-stranger = <join>Mach mit</join>, dann sagen wir dir, wenn etwas Neues passt.
saved-searches-be-told = Bescheid bekommen, wenn etwas Neues passt?
saved-searches-save-at-once = Merken: sag es mir sofort
saved-searches-is-off = Diese Suche ist gemerkt und ausgeschaltet.
saved-searches-is-at-once = Diese Suche ist gemerkt: Wir sagen es dir sofort.
saved-searches-is-daily = Diese Suche ist gemerkt: Wir sagen es dir morgens.
saved-searches-yours = Deine Suchen
saved-searches-stop = Stopp
saved-searches-told-at-once = Wir sagen dir sofort, wenn etwas Neues passt.
saved-searches-told-daily = Wir sagen dir jeden Morgen, was neu ist.
saved-searches-told-off = Gestoppt. Die Suche bleibt auf deiner Liste.
saved-searches-gone = Die Suche ist weg.
saved-searches-tell-missing = es fehlt, wann wir es dir sagen sollen.
