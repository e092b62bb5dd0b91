# Mitmachen, anmelden, Passwort vergessen.

accounts-who = Sag, wer du bist
accounts-wrote = Was du geschrieben hast
accounts-come-in = Komm herein
accounts-come-in-more = Es dauert eine Minute. Dann sag, was du brauchst oder was du geben kannst, und sieh, wer passt.
accounts-name = Dein Name
accounts-name-hint = So, wie man dich nennen soll.
accounts-page-named = Deine Seite heißt nach dir
accounts-page-name = Der Name deiner Seite
accounts-page-name-hint = 3 bis 30 Buchstaben, Ziffern, - oder _. Bleibt es leer, entsteht er aus deinem Namen.
accounts-email = E-Mail
accounts-email-hint = Nur du siehst sie.
accounts-password = Passwort
accounts-password-hint = Mindestens 12 Zeichen. Drei oder vier Wörter sind ein gutes.
accounts-been-here = Warst du schon hier?
accounts-log-in-instead = Lieber anmelden
accounts-good-to-see = Schön, dich zu sehen
accounts-logged-out = Du warst inzwischen abgemeldet
accounts-logged-out-more = Was du geschrieben hast, ist sicher. Melde dich an, dann geht es dort weiter.
accounts-behind-clips = Bilder zum Teilen zeigen anderswo, was du anbietest. Melde dich an, und hier sind deine.
accounts-behind-courses = Unter „Kurs bauen“ machst du einen Kurs aus dem, was du kannst. Melde dich an, um einen zu beginnen.
accounts-behind-home = Melde dich an, um deine Übersicht zu sehen: was auf dich wartet, und wer passt.
accounts-behind-messages = Melde dich an, um deine Nachrichten zu lesen.
accounts-behind-connections = Melde dich an, um zu sehen, wen du hier getroffen hast und wie weit ihr seid.
accounts-behind-community = Melde dich an, um in die Räume zu kommen, in denen Mitglieder reden. In General sind alle.
accounts-behind-my = Melde dich an, um zu sehen, was hier dir gehört: Gesuche, Angebote, und was du dir gemerkt hast.
accounts-behind-settings = Melde dich an, um deine Einstellungen zu ändern, deine Daten mitzunehmen oder zu gehen.
accounts-behind-else = Melde dich an, um weiterzumachen.
accounts-login = Benutzername oder E-Mail
accounts-forgot-link = Passwort vergessen?
accounts-new-here = Neu hier?
accounts-sign-up-instead = Lieber neu anfangen
accounts-welcome-back = Willkommen zurück
accounts-welcome-back-more = Nichts ging verloren, und nichts ist schon gesendet. Das hast du geschrieben:
accounts-send-it = Senden
accounts-change-first = Erst noch ändern
accounts-forgotten = Passwort vergessen
accounts-mail-sent = Schau in deine Mails
accounts-mail-sent-more = Wenn hier jemand die Adresse { $email } hat, ist eine Mail dorthin unterwegs, mit einem Link für ein neues Passwort. Der Link gilt einmal, eine halbe Stunde lang.
accounts-no-mail = Keine Mail?
accounts-no-mail-more = Schau dorthin, wo unerwünschte Mails landen. Vielleicht bist du mit einer anderen Adresse dabei: <again>versuch es mit der</again>. Drei in einer Stunde können wir dir schicken.
accounts-forgot-more = Sag, mit welcher E-Mail du dabei bist, und wir schicken dir einen Link für ein neues.
accounts-send-link = Link schicken
accounts-know-again = Du weißt es wieder?
accounts-new-password = Ein neues Passwort
accounts-choose = Wähle ein neues Passwort
accounts-choose-more = Für @{ $handle }. Alle Geräte und Programme, die mit dem alten angemeldet sind, werden abgemeldet.
accounts-the-new-password = Das neue Passwort
accounts-set = Passwort setzen
accounts-link-over = Dieser Link gilt nicht mehr
accounts-link-over-more = Ein Link gilt einmal, eine halbe Stunde lang. Dein Passwort ist wie vorher.
accounts-new-link = Neuen Link schicken
accounts-password-set = Dein neues Passwort gilt, und alle Geräte sind abgemeldet. Melde dich damit an.

# Ein Gerät, in der Liste derer, an denen man angemeldet ist.

accounts-not-your-password = Das ist nicht dein Passwort.
accounts-device = { $browser } auf { $system }
accounts-device-program = Ein Programm

# Was geschrieben wurde, bevor jemand angemeldet war, und was daraus wird.

accounts-kept-text = In deinen Worten
accounts-kept-title = In einer Zeile
accounts-kept-description = Mehr
accounts-kept-body = Text
accounts-kept-message = Deine Nachricht
accounts-kept-words = Deine Worte
accounts-promise-safe = Was du geschrieben hast, ist sicher. Dort geht es weiter.
accounts-promise-ask = Dein Gesuch wird gleich danach eingestellt, und du siehst, wer passt.
accounts-promise-offer = Dein Angebot wird gleich danach eingestellt, und du siehst, wer es braucht.
accounts-promise-message = Deine Nachricht wird gleich danach gesendet.
accounts-sign-up-and-post = Mitmachen und einstellen
accounts-sign-up-and-send = Mitmachen und senden
accounts-promise-public = Alle im Netz können es lesen. Du kannst es jederzeit ändern, auch wer es liest.
