# Was auf den Seiten der Einstellungen steht.

settings-title = Einstellungen

# Namen der Seiten im Menü.

settings-topic-profile = Profil
settings-topic-account = Konto
settings-topic-notifications = Benachrichtigungen
settings-topic-privacy = Privatsphäre
settings-topic-matches = Treffer
settings-topic-appearance = Aussehen
settings-topic-devices = Geräte
settings-topic-developers = Für Entwickler
settings-topic-data = Deine Daten

# Ein Schalter, und seine zwei Stellungen.

settings-on = An
settings-off = Aus

# Dein Konto.

settings-account = Dein Konto
settings-account-names = Benutzername und E-Mail
settings-username = Benutzername
settings-username-hint = Deine alte Adresse führt zur neuen.
settings-username-change = Benutzernamen ändern
settings-email = E-Mail
settings-email-hint = Nur du siehst sie.
settings-current = Dein Passwort
settings-email-change = E-Mail ändern
settings-password = Passwort
settings-password-others = Wenn du es änderst, werden alle anderen Geräte abgemeldet.
settings-password-now = Das Passwort bisher
settings-password-new = Das neue
settings-password-hint = Mindestens 12 Zeichen. Drei oder vier Wörter sind ein gutes.
settings-password-change = Passwort ändern
settings-username-changed = Dein Benutzername ist geändert. Die alte Adresse führt zur neuen.
settings-password-changed = Dein Passwort ist geändert. Alle anderen Geräte und Programme sind abgemeldet.

# Aussehen: hell oder dunkel, Uhrzeit, Sprache.

settings-theme = Für diesen Browser. „Gerät“ macht, was dein Handy oder Computer macht. Derselbe Schalter steht am Ende jeder Seite.
settings-theme-here = Hell oder dunkel, für diesen Browser
settings-time = Uhrzeit
settings-time-now = Zeiten stehen hier, wie deine Uhr sie zeigt. Bei dir ist es jetzt { $time }.
settings-zone = Zeitzone
settings-zone-hint = Fang an, die Stadt zu schreiben, nach deren Uhr du lebst.
settings-zone-save = Zeitzone speichern
settings-language = Die Sprache, die du liest
settings-language-why = Diese Seiten gibt es auf Deutsch und auf Englisch; wer eine andere Sprache liest, sieht sie auf Englisch. Deine Sprache sagt auch, wer dich verstehen kann: Wenn niemand auf ein Gesuch von dir antwortet, schlagen wir vor, Menschen zu fragen, die in ihr Hilfe anbieten.
settings-language-save = Sprache speichern
settings-time-saved = Zeiten stehen hier, wie deine Uhr sie zeigt.
settings-language-saved = Die Sprache, die du liest, ist gespeichert.

# Geräte: wo man angemeldet ist.

settings-devices-where = Wo du angemeldet bist
settings-devices-this = dieses
settings-devices-since = seit dem { $when }
settings-devices-since-today = seit heute
settings-devices-seen = zuletzt da { $when }
settings-devices-out = Abmelden<vh> von { $device }</vh>
settings-devices-others-out = Überall sonst abmelden
settings-devices-is-out = Das Gerät ist abgemeldet.
settings-devices-others-are-out = Alle anderen Geräte sind abgemeldet.

# Benachrichtigungen: wovon man erfährt, und SMS aufs Handy.

settings-notices = Wovon du erfährst
settings-notices-hear = Was es Neues gibt, siehst du an der Glocke, im Titel der Seite und in <notices>deinen Neuigkeiten</notices>. E-Mails schicken wir dazu keine.
settings-notices-where = Was du ausschaltest, geschieht trotzdem; du erfährst nur nicht davon.
settings-notices-always = Immer erfährst du: was die Sicherheit deines Kontos angeht, was aus deinen Meldungen wurde, wenn etwas von dir verborgen oder wieder gezeigt wird, und warum weniger Menschen zu dir geschickt werden.
settings-texts = SMS aufs Handy
settings-texts-none = Von hier aus können keine SMS verschickt werden.
settings-texts-when = Nur in vier Momenten, wenn du nicht da bist: jemand antwortet auf dein Gesuch, jemand möchte dein Angebot, jemand sagt Ja, eine Hilfe ist getan. Höchstens fünf am Tag.
settings-texts-confirmed = bestätigt
settings-texts-not-confirmed = noch nicht bestätigt
settings-texts-code = Der Code aus unserer SMS
settings-texts-confirm = Bestätigen
settings-texts-on-since = SMS sind an; zugesagt hast du am { $when }.
settings-texts-on-today = SMS sind an; zugesagt hast du heute.
settings-texts-on = SMS sind an.
settings-texts-off = SMS sind aus.
settings-texts-switch-off = SMS ausschalten
settings-texts-switch-on = Ja, schickt mir SMS
settings-texts-remove = Nummer entfernen
settings-texts-phone = Handynummer
settings-texts-phone-hint = Mit Ländervorwahl. Wir schicken einen Code, um zu sehen, dass sie dir gehört.
settings-texts-consent = Ja, schickt mir in diesen Momenten eine SMS. Es können Kosten beim Anbieter anfallen; ich kann sie hier jederzeit ausschalten.
settings-texts-send-code = Code schicken
settings-searches = Was eine gemerkte Suche dir sagt, und wann, steht bei <searches>deinen gemerkten Suchen</searches>.
settings-notices-what-unsaid = wovon du erfahren willst, steht nicht dabei.
settings-notices-whether-unsaid = ob du davon erfahren willst, steht nicht dabei.
settings-notices-on = An: { $group }.
settings-notices-off = Aus: { $group }. Du erfährst nicht davon.
settings-texts-code-sent = Ein Code ist unterwegs. Gib ihn hier ein, um die Nummer zu bestätigen.
settings-texts-number-confirmed = Deine Nummer ist bestätigt.
settings-texts-number-gone = Die Nummer ist weg.

# Dein Foto.

settings-photo = Dein Foto
settings-photo-alt = Dein Bild, wie andere es sehen
settings-photo-seen = So sehen dich andere.
settings-photo-remove = Foto entfernen
settings-photo-drawn = Das ist dein Anfangsbuchstabe, für dich gezeichnet. Mit einem Foto wissen andere eher, mit wem sie schreiben.
settings-photo-another = Ein anderes Foto von dir
settings-photo-a = Ein Foto von dir
settings-photo-hint = JPEG, PNG, WebP oder GIF, bis 10 MB. Gezeigt wird ein Quadrat davon. Wo und wann es entstand, wird nicht aufbewahrt.
settings-photo-use = Dieses Foto nehmen

# Privatsphäre: wer was sieht.

settings-finding = Wer dich findet
settings-finding-more = Wer die Adresse deiner Seite hat, kann sie lesen. Was du suchst und anbietest, wird so gefunden, wie es dort jeweils steht.
settings-first = Wer dir zuerst schreiben darf
settings-first-more = Deine Seite sagt es, bevor es jemand versucht. Wer auf ein Gesuch von dir antwortet oder möchte, was du anbietest, kann dazu immer schreiben, und deine Gespräche gehen weiter.
settings-first-who = Wer Hallo sagen darf
settings-save = Speichern
settings-presence = Ob du da bist
settings-presence-never = Fremde, Suchmaschinen und Programme anderer sehen es nie.
settings-presence-here = Wer ein Gespräch mit mir hat, sieht, wenn ich da bin. Ohne das sehe ich es bei ihnen auch nicht.
settings-presence-last = Wem ich geschrieben habe, sieht, wann ich zuletzt da war. Ohne das sehe ich es bei ihnen auch nicht.
settings-presence-open = Ich bin hilfsbereit: Menschen, mit denen ich einen Treffer habe, sehen, wenn ich gerade da bin.
settings-ticks = Lesehäkchen
settings-ticks-more = Sie gelten in beide Richtungen: Wer die eigenen verbirgt, sieht die der anderen nicht. Dass eine Nachricht angekommen ist, sieht man trotzdem.
settings-ticks-shown = Menschen, mit denen du schreibst, sehen, wenn du gelesen hast, was sie geschrieben haben.
settings-ticks-switch-off = Lesehäkchen ausschalten
settings-ticks-hidden = Niemand sieht, ob du etwas gelesen hast, und du siehst es bei anderen nicht.
settings-ticks-switch-on = Lesehäkchen einschalten
settings-reports = Etwas stimmt nicht mit jemandem? Melde oder blockiere die Person auf ihrer Seite. In <reports>deinen Meldungen</reports> steht, was daraus wurde.
settings-finding-whether-unsaid = ob es so sein soll, steht nicht dabei.
settings-finding-what-unsaid = was so sein soll, steht nicht dabei.
settings-public-on = Suchmaschinen dürfen deine Seite zeigen.
settings-public-off = Suchmaschinen sind gebeten, deine Seite nicht zu zeigen.
settings-found-on = Du stehst in der Suche nach Menschen.
settings-found-off = Du stehst nicht mehr in der Suche nach Menschen.
settings-first-unsaid = wer zuerst schreiben darf, steht nicht dabei.
settings-saved = Gespeichert.
settings-ticks-on = Lesehäkchen sind an.
settings-ticks-off = Lesehäkchen sind aus.

# Die Schalter von „wer dich findet“.

settings-find-found = In der Suche nach Menschen
settings-find-found-more = Du stehst hier in der Suche, und dort, wo Menschen aufgeführt sind, die neu sind oder ein Werkzeug kennen.
settings-find-public = In Suchmaschinen
settings-find-public-more = Google und andere dürfen deine Seite zeigen. Sie brauchen ein paar Tage, um anzufangen, und um aufzuhören.

# Dein Profil. Die Felder stehen auch auf der eigenen Seite.

settings-profile = Dein Profil
settings-profile-seen = Was andere von dir sehen
settings-name = Name
settings-tagline = In einer Zeile
settings-tagline-example = Um fünf das Brot, um acht der Kuchen
settings-bio = Über dich
settings-website = Website
settings-calendar = Kalender
settings-calendar-hint = Wo man sich bei dir eine Zeit aussuchen kann.
settings-place = Ort
settings-pronouns = Pronomen
settings-links = Links
settings-profile-see = Deine Seite ansehen
settings-interests = Was dich interessiert
settings-interests-more = Es steht auf deiner Seite, und wer danach sucht, findet dich. Du siehst, was andere dazu suchen und anbieten. Passt ein Gesuch zu dir und anderen gleich gut, erfährst du davon vor denen, die das nicht interessiert. Was du brauchst und was du gibst, sagst du in einem Gesuch oder einem Angebot.
settings-interests-what = Können und Themen
settings-interests-hint = Bis zu zwölf, mit Kommas dazwischen, etwa Texten, Fotografie.
settings-profile-saved = Dein Profil ist gespeichert.
settings-interests-saved = Gespeichert. Es steht auf deiner Seite.
