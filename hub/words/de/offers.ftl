# Angebote: das Formular, die eigene Liste, die Seite.

offers-change = Dein Angebot ändern
offers-offer-something = Etwas anbieten
offers-what-can-you-give = Was kannst du geben?
offers-lead = Eine Stunde, eine App, eine Lektion, eine ehrliche Meinung. Ein Satz genügt.
offers-lead-app = Was sie kann und für wen. Ein Satz und der Link genügen.
offers-write-course = Einen Kurs schreiben
offers-lead-course = Für wen er ist und was man danach kann. Fang mit dem Titel an; die Lektionen stehen im Text oder hinter einem Link.
offers-text-placeholder = Ich mache deine erste Website lesbar
offers-text-placeholder-app = Krümel plant dein Backen nach dem, was im Schrank ist
offers-text-placeholder-course = Deine erste Website an einem Abend
offers-text-hint = Die erste Zeile ist der Titel. Darunter kommt, was hilft: für wen es ist, wie es geht, was man am Ende in der Hand hat.
offers-address = Link
offers-address-hint = Die App, der Kurs, der Fund.
offers-article = Der Artikel
offers-article-hint = Wenn du etwas Geschriebenes anbietest: der Text selbst.
offers-stage = Wie weit ist sie?
offers-stage-hint = Bei einer App: ob man sie schon benutzen kann.
offers-stage-unsaid = Dazu nichts sagen
offers-length = Wie lang ist er?
offers-length-hint = Bei einem Kurs, in deinen Worten: sechs Lektionen zu fünfzehn Minuten.
offers-belongs = Gehört zu meiner App
offers-belongs-none = Zu keiner
offers-belongs-hint = Dann steht es auf der Karte der App und führt dorthin.
offers-part-of = Gehört zu
offers-around = Rund um die App
offers-length-head = Länge
offers-price = Preis
offers-how-much = Wie viel
offers-price-between-two = Den Preis macht ihr zwei miteinander aus, und bezahlt wird unter euch.
offers-more-fields = Mehr, wenn du magst: Können, Werkzeuge, ein Bild, eine Datei
offers-category = Welches Problem löst es?
offers-built-with = Gebaut mit
offers-uses = Nutzt
offers-tools = Werkzeuge, die es nutzt
offers-mine = Meine Angebote
offers-mine-none = Du hast noch nichts angeboten
offers-mine-none-more = Worum bitten dich andere sonst? Das ist ein guter Anfang.
offers-more = Mehr
offers-hidden-state = Verborgen
offers-helped = { $n ->
    [one] hat { $n } Person geholfen
   *[other] hat { $n } Leuten geholfen
}
offers-more-about = Mehr zu diesem Angebot
offers-report = Dieses Angebot melden
offers-offered = angeboten { $when }
offers-hidden-yours = Dieses Angebot wurde gemeldet und ist verborgen. Nur du siehst es. Was wir entscheiden, steht in deinen Neuigkeiten.
offers-hidden = Dieses Angebot ist verborgen: Nur wer es geschrieben hat und wer die Gemeinschaft betreut, sieht es.
offers-open-to-help = Dürfen Menschen, mit denen du einen Treffer hast, sehen, wenn du da bist?
offers-open-to-help-more = Nur das, und nur sie. Mit einem Tipp schaltest du es jederzeit aus.
offers-open-to-help-yes = Ja, zeig es
offers-open-to-help-no = Nein, danke
offers-looking = Wir suchen, wer das braucht. Das dauert einen Moment.
offers-told = { $n ->
    [one] { $n } Person weiß davon.
   *[other] { $n } Leute wissen davon.
}
offers-told-more = Wir suchen weiter und sagen dir, wenn jemand Neues es braucht.
offers-nobody-told = Bisher weiß niemand davon.
offers-nobody-told-more = Schau unten: Vielleicht hilft es dort jemandem. Wir suchen weiter und sagen es dir.
offers-nobody-asks = Das sucht noch niemand.
offers-nobody-asks-more = Wir suchen weiter und sagen es dir.
offers-who-asked = Wer danach gefragt hat
offers-who-needs = Wer das braucht
offers-say-something = Sag etwas dazu
offers-leaving = Du gehst jetzt zu <strong>{ $host }</strong>.
offers-leaving-costs = Was es dort kostet, ist zwischen dir und ihnen.
offers-go-to = Zu { $host }
offers-or-write = Oder schreib { $name }
offers-price-between-you = Den Preis macht ihr miteinander aus, und bezahlt wird unter euch.
offers-no-requests = { $name } nimmt dafür gerade keine Anfragen an.
offers-more-by = Mehr von { $name }
offers-about = Zu diesem Angebot
offers-yours = Dein Angebot
offers-requests = { $n ->
    [one] { $n } Anfrage
   *[other] { $n } Anfragen
}
offers-post-it = Veröffentlichen
offers-pause = Dieses Angebot pausieren
offers-go-on = Weitermachen
offers-take-out = Wieder hervorholen
offers-kept = Als Entwurf behalten. Nur du siehst es.
offers-now-draft = Es ist wieder ein Entwurf. Nur du siehst es.
offers-now-live = Es ist zu sehen.
offers-now-paused = Das Angebot macht Pause: Niemand Neues erfährt davon.
offers-price-or-talk = Darüber reden oder { $price }? Nimm den Preis weg oder sag, wie bezahlt wird.
offers-hint-need = Wofür brauchst du es? Damit beginnt ein privates Gespräch.
offers-hint-question = Eine Frage, oder was du daraus gemacht hast. Damit beginnt ein privates Gespräch.
