notices-title = Neuigkeiten
notices-mark-all = Alles gesehen
notices-none = Noch ist es ruhig
notices-none-more = Was mit deinen Gesuchen und Angeboten geschieht, steht hier.
notices-ask = Etwas fragen
notices-newest = Die neuesten
notices-earlier = Frühere
notices-stop-search = Beenden<vh>: diese Suche</vh>
notices-renew = Noch 30 Tage
notices-which-not-said = es fehlt, welche.

# Wo jemand von einer Antwort erfährt. $bell: ob die Glocke es sagt.
notices-hear-ask = { $bell ->
    [yes] Antworten siehst du hier und an der Glocke. E-Mails schicken wir dazu keine.
   *[no] Antworten siehst du hier. E-Mails schicken wir dazu keine.
}
notices-hear-ask-text = Wenn du nicht da bist, bekommst du auch eine SMS.
notices-hear-yes = { $bell ->
    [yes] Die Antwort siehst du hier, ein Ja oder Nein auch an der Glocke. E-Mails schicken wir dazu keine.
   *[no] Die Antwort siehst du hier. E-Mails schicken wir dazu keine.
}
notices-hear-yes-text = Kommt ein Ja, während du nicht da bist, bekommst du eine SMS.
notices-who-needs-help = Sieh, wer Hilfe braucht
