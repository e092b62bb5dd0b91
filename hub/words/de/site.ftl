# Saving and following on the cards of /discover.
site-save = Merken
site-save-it = Merken: { $name }
site-follow = Folgen

# Another e-mail, and the link that confirms it.
site-email-link-over = Dieser Link gilt nicht mehr: Er geht einmal, 24 Stunden lang. Deine E-Mail ist, wie sie war; in deinen Einstellungen bekommst du einen neuen Link.
site-no-new-email = Es gibt keine neue E-Mail zu bestätigen.
site-mailed-enough = { $n ->
    [one] Du hast in dieser Stunde schon einen Link bekommen. Sieh in deine Mail, oder versuche es später noch einmal.
   *[other] Du hast in einer Stunde { $n } Links bekommen. Sieh in deine Mail, oder versuche es später noch einmal.
}
site-email-asked = Sieh in deine Mail: Öffne den Link, den wir an die neue Adresse geschickt haben.
site-email-again = Der Link ist noch einmal unterwegs.
site-email-kept = Deine E-Mail bleibt, wie sie ist.
site-email-confirmed = Deine neue E-Mail ist bestätigt. Melde dich ab jetzt mit ihr an.
site-email-confirmed-log-in = Deine neue E-Mail ist bestätigt. Melde dich mit ihr an.
site-email-title = Deine neue E-Mail
site-email-question = Ist das deine neue E-Mail?
site-email-what = <strong>{ $email }</strong>, für @{ $handle }. Sobald du Ja sagst, meldest du dich mit ihr an, und deine Mail geht dorthin.
site-email-yes = Ja, nimm diese
site-email-over = Dieser Link gilt nicht mehr
site-email-over-why = Ein Link geht einmal, 24 Stunden lang. Deine E-Mail ist, wie sie war; in deinen Einstellungen bekommst du einen neuen Link.
site-email-settings = Deine Einstellungen
site-email-waits = <strong>{ $email }</strong> ist noch nicht bestätigt. Öffne den Link, den wir { $when } dorthin geschickt haben: Er gilt 24 Stunden. Bis dahin bleibt deine alte Adresse.
site-email-send-again = Link noch einmal schicken
site-email-keep = Alte behalten

# What one is into: on /discover, and on match cards as a reason for oneself alone.
site-into-head = Was dich interessiert
site-into-change = Ändern
site-into = dich interessiert { $name }
