# Was gesagt wird, wenn etwas nicht ging: Titel und Zeile je Art.

problem-unreadable = Das konnten wir nicht lesen
problem-unreadable-more = Was ankam, war nicht vollständig oder nicht, was diese Seite nimmt. Geh zurück, lade die Seite neu und versuch es noch einmal.
problem-log-in = Bitte melde dich zuerst an
problem-log-in-more = Diese Seite ist für Mitglieder. Anmelden dauert einen Moment, dann bist du wieder hier.
problem-not-yours = Das darfst du hier nicht
problem-not-yours-more = Es gehört jemand anderem, oder dieses Formular ist von einem anderen Besuch. Geh zurück, lade die Seite neu und versuch es noch einmal.
problem-nothing = Hier ist nichts
problem-nothing-more = Vielleicht wurde es weggelegt, vielleicht hat die Adresse einen Tippfehler, vielleicht ist es nur für Mitglieder.
problem-other-way = So geht diese Tür nicht auf
problem-other-way-more = Die Adresse stimmt, aber so lässt sie sich nicht benutzen.
problem-moved-on = Die Welt hat sich weitergedreht
problem-moved-on-more = Jemand war schneller, oder das ist schon getan. Lade die Seite neu, um zu sehen, wie es steht.
problem-too-large = Das ist mehr, als hineinpasst
problem-too-large-more = Was du geschickt hast, ist zu groß. Mach es kürzer oder kleiner und schick es noch einmal.
problem-mend = Etwas ist noch zu ändern
problem-mend-more = Geh zurück und sieh noch einmal an, was du geschrieben hast.
problem-too-fast = Ein wenig langsamer
problem-too-fast-more = Das war viel in kurzer Zeit. Warte einen Moment, dann geht es weiter.
problem-busy = Gerade ist sehr viel los
problem-busy-more = Nichts ging verloren. Versuch es gleich noch einmal.
problem-broken = Bei uns ist etwas kaputtgegangen
problem-broken-more = Es liegt an uns, nicht an dir. Nichts ist halb gespeichert. Versuch es gleich noch einmal.
problem-again = Ein neuer Versuch lohnt sich { $soon }.
problem-home = Nach Hause
problem-look-around = Umschauen
problem-write-to-us = Wenn du uns deswegen schreibst, hilft das: <code>{ $id }</code>

# Dasselbe für Programme, in einer Zeile.

problem-nothing-here = Hier ist nichts, oder nichts, was du sehen darfst.
problem-other-method = Diese Adresse nimmt eine andere Methode.
problem-more-than-fits = Das ist mehr, als hineinpasst.
problem-cannot-read = Das können wir nicht lesen.
problem-something-broke = Bei uns ist etwas kaputtgegangen. Versuch es gleich noch einmal.
problem-stale = Diese Seite ist von einem früheren Besuch, darum haben wir nichts getan. Geh zurück, lade sie neu und versuch es noch einmal.
problem-stale-now = Diese Seite ist von einem früheren Besuch, darum haben wir nichts getan. Du bist jetzt @{ $handle }. Geh zurück, lade sie neu und versuch es noch einmal.

# Ein Formular, das noch einmal gesendet werden muss, und was nicht zu nehmen ist.

problem-nothing-sent-yet = Noch ist nichts gesendet. Ändere, was du magst, und sende es dann.
problem-typed-before = Diese Seite war von einem früheren Besuch, darum ist nichts gespeichert. Was du geschrieben hast, steht noch hier: Bitte sende es noch einmal.
problem-typed-before-now = Diese Seite war von einem früheren Besuch, darum ist nichts gespeichert. Du bist jetzt @{ $handle }. Was du geschrieben hast, steht noch hier: Bitte sende es noch einmal.
problem-form-type = Ein Formular kommt als application/x-www-form-urlencoded.
problem-json-type = Der Inhalt kommt als application/json.
