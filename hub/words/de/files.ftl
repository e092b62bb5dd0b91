# Bilder und Dateien, die bei etwas dabei sind.

files-attach = Bilder oder Dateien dazu
files-with-it = Dabei: { $names }
files-download = Eine Datei zum Mitnehmen
files-take-away = Entfernen
files-download-hint = Eine Vorlage, eine Checkliste, ein Dokument: bis 25 MB, so weitergegeben, wie es ist. Was umsonst ist, kann man sofort nehmen; was einen Preis hat, sobald ihr euch einig seid.
files-get = Herunterladen<vh>: { $name }</vh>
files-comes-with-it = Dabei ist <strong>{ $name }</strong>, { $size }
files-taken-by = { $n ->
    [one] von { $n } Person geholt
   *[other] von { $n } Leuten geholt
}
files-picture = Ein Bild
files-picture-alt = Das Bild, das dort steht
files-picture-hint = JPEG, PNG, WebP oder GIF, bis 10 MB. Wo und wann es entstand, wird nicht aufbewahrt.
files-picture-address = Oder wo ein Bild im Netz steht
files-too-many-fields = es hat zu viele Felder.
files-too-slow = Es kam zu langsam an. Bitte schick es noch einmal.
files-too-large = Das ist mehr, als hineinpasst: höchstens { $megabytes } MB in einer Datei.
files-too-long = Das ist mehr, als hineinpasst: höchstens { $kibibytes } KiB. Mach es kürzer und schick es noch einmal.
files-no-text = etwas davon ist kein Text (UTF-8).
files-broken-off = es brach mittendrin ab.
files-photo-first = Wähle zuerst ein Foto.
files-photo-set = Das bist jetzt du, überall, wo man dich hier sieht.
files-photo-gone = Dein Foto ist entfernt. An seiner Stelle steht wieder dein Anfangsbuchstabe.
