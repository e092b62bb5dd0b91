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
mail-new-email-subject = Ist das deine neue E-Mail?
mail-new-email =
    Hallo @{ $handle },

    du willst ab jetzt diese Adresse bei AI Collective benutzen. Folge diesem
    Link und sag ja:

    { $link }

    Der Link gilt einmal, { $hours } Stunden lang. Bis dahin bleibt die alte Adresse.
    Wenn du nichts davon weisst, brauchst du nichts zu tun.

    AI Collective
mail-email-asked-subject = Deine E-Mail soll sich aendern
mail-email-asked =
    Hallo @{ $handle },

    jemand, wahrscheinlich du, will eine andere E-Mail fuer dein Konto. Sie
    aendert sich, sobald ein Link geoeffnet wird, der dorthin ging; bis dahin
    meldest du dich mit dieser an.

    Wenn du das nicht warst, waehl sofort ein neues Passwort. Das nimmt auch
    die Aenderung zurueck:

    { $link }

    AI Collective
