# Mails. In jeder Sprache nur ASCII, und keine Zeile länger als 76: So schreibt sie unterwegs kein Server um, und kein Link bricht auseinander.

mail-forgotten-subject = Ein neues Passwort bei AI Collective
mail-forgotten =
    Hallo @{ $handle },

    jemand, vermutlich du, will ein neues Passwort zu deinem Konto.
    Hier kannst du eins festlegen:

    { $link }

    Der Link gilt einmal, { $minutes } Minuten lang. Warst du es nicht, dann musst
    du nichts tun: Dein Passwort bleibt, wie es ist.

    AI Collective
mail-new-password-subject = Dein Passwort ist neu
mail-new-password =
    Hallo @{ $handle },

    dein Passwort ist neu: Eben wurde es mit einem Link aus einer Mail von uns
    gesetzt. Alle Browser und Programme sind abgemeldet.

    Warst du das nicht? Dann setz sofort ein anderes, und sichere dein Postfach:

    { $link }

    AI Collective
