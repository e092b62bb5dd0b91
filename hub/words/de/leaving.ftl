# Deine Daten: mitnehmen, Pause machen, gehen; und der Weg zurück.

leaving-data = Deine Daten
leaving-lead = Sie gehören dir. Nimm sie mit, mach eine Pause, oder geh.
leaving-along = Alles mitnehmen
leaving-along-more = Eine Datei mit allem, was deins ist: deine Seite, deine Gesuche und Angebote, deine Gespräche mit dem, was andere dir geschrieben haben, was du in Räumen gesagt hast, Bewertungen, Punkte, was du dir gemerkt hast und wem du folgst. Hochgeladene Dateien sind dabei, bis zu { $most } MB, die neuesten zuerst; was mehr ist, steht mit seiner Adresse darin. Du kannst sie in jedem Browser lesen, und Programme können es auch. Dein Passwort ist nicht dabei.
leaving-along-button = Alles herunterladen
leaving-along-wait = Sie entsteht, während du wartest. Bei vielen Nachrichten dauert das einen Moment.
leaving-break = Pause machen
leaving-break-more = Niemand sieht dich, bis du zurückkommst:
leaving-break-1 = Deine Seite ist nicht da, und deine Gesuche und Angebote stehen in keiner Liste.
leaving-break-2 = Du hast mit niemandem Treffer, und Plätze, die du hältst, sind wieder frei.
leaving-break-3 = Menschen, mit denen du geschrieben hast, behalten ihre Gespräche. Sie sehen, dass du im Moment nicht hier bist.
leaving-break-back = Zurück kommst du mit Anmelden und einem Tipp, wann immer du magst. Dann ist alles, wie es war.
leaving-break-button = Jetzt Pause machen
leaving-leave = Für immer gehen
leaving-leave-more = Ab sofort sieht dich niemand. Vierzehn Tage lang kannst du dich anmelden und doch bleiben. Dann, am { $day }, wird all das gelöscht, und niemand kann es zurückholen:
leaving-leave-1 = Deine Seite, dein Name, deine E-Mail und Handynummer, deine Gesuche und Angebote.
leaving-leave-2 = Wem du folgst, was du dir gemerkt hast, deine Punkte, deine Einstellungen.
leaving-leave-3 = Was mit anderen läuft, wird abgesagt.
leaving-leave-stays = Es bleibt, was andere von dir haben: eure Gespräche, die Punkte und Bewertungen, die du gegeben hast. Dort bist du „jemand, der gegangen ist“. Deine E-Mail ist sofort wieder frei. Dein Benutzername gehört noch drei Monate niemandem, damit Links zu dir nicht zu jemand Fremdem führen.
leaving-leave-open = Für immer gehen…
leaving-words = Die Worte, die du anderen geschrieben hast
leaving-words-stay = Sie denen lassen, an die ich geschrieben habe
leaving-words-go = Auch sie mitnehmen: Jede Nachricht bleibt als leere Zeile
leaving-username = Dein Benutzername
leaving-username-hint = Schreib ihn hin, damit das nicht aus Versehen geschieht.
leaving-password = Dein Passwort
leaving-leave-button = Alles von mir löschen
leaving-no-password = Du hast kein Passwort, das braucht es aber. Setz zuerst eins.
leaving-is-away = Niemand sieht dich jetzt. Melde dich an, wann du magst, und ein Tipp bringt dich zurück.
leaving-is-leaving = Du bist abgemeldet, und niemand sieht dich mehr. Bis es so weit ist, kannst du dich anmelden und es aufhalten.
leaving-is-back = Schön, dass du wieder da bist. Alles ist, wie es war.
leaving-until = { $name }, am { $date } wird alles von dir gelöscht. Bis dahin kannst du bleiben, und nichts ist verloren.
leaving-keep = Alles behalten und zurückkommen
leaving-until-more = Wenn du nichts tust, wird es an dem Tag gelöscht. Bis dahin sieht dich niemand.
leaving-since = { $name }, du machst seit { $date } Pause. Noch sieht dich niemand.
leaving-come-back = Zurückkommen
leaving-come-back-more = Deine Seite, deine Gesuche und Angebote sind wieder zu sehen, und deine Gespräche gehen weiter.
leaving-not-now = Jetzt nicht: abmelden
leaving-stay = Doch bleiben?
leaving-welcome = Willkommen zurück

# Was in der Datei zum Mitnehmen steht.

leaving-file-title = { $name } bei AI Collective
leaving-file-made = @{ $username } bei AI Collective. Gemacht am { $made }. Alle Zeiten sind von { $zone }.
leaving-file-asks = Deine Gesuche
leaving-file-none = Nichts.
leaving-file-offers = Deine Angebote
leaving-file-talks = Deine Gespräche
leaving-file-programs = Alles, für Programme
leaving-file-with = Mit { $name }
leaving-file-back = Zurück
leaving-file-you = Du
leaving-file-edited = , geändert
leaving-file-deleted = (gelöscht)
leaving-file-hidden = (verborgen)
leaving-being-packed = Sie wird schon gepackt. Gib ihr einen Moment.
leaving-file-line = In einer Zeile
leaving-file-about = Über dich
leaving-file-where = Wo
leaving-file-links = Links
leaving-file-readme =
    Alles von dir bei AI Collective.

    index.html           hier anfangen: in einem Browser öffnen
    conversations/       deine Gespräche, zum Lesen
    files/               was du hochgeladen hast
    data/                dasselbe und alles andere als JSON, für Programme; Zeiten sind Millisekunden seit 1970 (UTC)

    Passwörter und Geheimnisse sind nicht dabei.
leaving-file-entries = { $n ->
    [one] { $n } Eintrag
   *[other] { $n } Einträge
}
leaving-file-messages = { $n ->
    [one] { $n } Nachricht
   *[other] { $n } Nachrichten
}
leaving-file-notices = Was geschah, wie deine Neuigkeiten es sagen
leaving-file-conversations = Deine Gespräche, mit dem, was andere dir geschrieben haben

# Wie es um ein Gesuch oder ein Angebot steht, in dieser Datei.

leaving-file-status-open = offen
leaving-file-status-in-progress = läuft
leaving-file-status-fulfilled = getan
leaving-file-status-closed = geschlossen
leaving-file-status-draft = Entwurf
leaving-file-status-active = sichtbar
leaving-file-status-paused = macht Pause
leaving-file-status-archived = weggelegt
leaving-file-files = Deine Dateien
leaving-file-some-stay = Von deinen Dateien sind die neuesten dabei, bis zu { $most } MB. Die anderen führen dorthin, wo sie liegen; melde dich an, um sie zu holen.
leaving-file-not-here = nicht dabei
