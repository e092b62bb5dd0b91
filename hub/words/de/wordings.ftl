# Wie es vorher hieß.

wordings-title = Wie es vorher hieß
wordings-lead = Das lesen nur, wer es geschrieben hat und wer die Gemeinschaft betreut. Alle anderen sehen, dass es geändert wurde, und wann.
wordings-none = Es liest sich wie am ersten Tag
wordings-none-more = Wenn du die Worte änderst, stehen die älteren hier.
wordings-back = Zurück dazu
wordings-changed = Geändert { $when }
wordings-taken-out = herausgenommen:
wordings-put-in = eingefügt:
wordings-newest = Das Neueste
wordings-earlier = Früher
