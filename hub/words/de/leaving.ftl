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

# Was in jeder Datei für Programme ist.

leaving-data-wordings = Wie deine Gesuche und Angebote vorher lauteten
leaving-data-ask-tags = Die Schlagwörter deiner Gesuche
leaving-data-ask-tools = Die Werkzeuge, die deine Gesuche nennen
leaving-data-downloads = Was du heruntergeladen hast
leaving-data-offer-tags = Die Schlagwörter deiner Angebote
leaving-data-offer-tools = Die Werkzeuge, die deine Angebote nennen
leaving-data-tool-matches = Die Werkzeuge, die zu deinen Gesuchen gefunden wurden
leaving-data-receipts = Wie viele von deinen Gesuchen gehört haben
leaving-data-matches = Was zu deinen Gesuchen und Angeboten gefunden wurde
leaving-data-claims = Plätze in Gesuchen, die du gehalten hast
leaving-data-awaited-places = Plätze in Gesuchen, auf die du wartest
leaving-data-asks-read = Gesuche, von denen du gehört und die du gelesen hast
leaving-data-looks = Beiträge, die du angesehen hast, nach Tagen
leaving-data-saved = Was du dir gemerkt hast
leaving-data-reviews = Was du über Werkzeuge sagst
leaving-data-notice-switches = Welche Neuigkeiten du ausgeschaltet hast
leaving-data-interests = Was dich interessiert
leaving-data-mails = E-Mails, die an dich gingen
leaving-data-new-email = Die E-Mail-Adresse, die du möchtest und noch nicht bestätigt hast
leaving-data-files = Dateien, die du hochgeladen hast, als Liste
leaving-data-search-finds = Was deine gemerkten Suchen gefunden haben
leaving-data-saved-searches = Suchen, die du dir gemerkt hast
leaving-data-room-asks = Nachrichten von dir in Räumen, aus denen Gesuche wurden
leaving-data-room-suggestions = Nachrichten, von denen du meintest, sie wären ein Gesuch
leaving-data-rooms = Räume und Gruppen, in denen du bist
leaving-data-room-invites = Gruppen, in die du eingeladen wurdest, und wen du eingeladen hast
leaving-data-room-bars = Räume, aus denen du entfernt wurdest
leaving-data-rooms-opened = Räume und Gruppen, die du eröffnet hast
leaving-data-connections = Deine Verbindungen, mit Bewertungen von dir und für dich
leaving-data-times = Termine, die du vorgeschlagen hast oder die dir vorgeschlagen wurden
leaving-data-said-in-rooms = Was du in Räumen und Gruppen geschrieben hast
leaving-data-reactions = Reaktionen von dir
leaving-data-drafts = Was du getippt und nicht abgeschickt hast
leaving-data-begun = Gesuche und Angebote, die du angefangen und nicht eingestellt hast
leaving-data-read-ticks-off = Seit wann du Lesehäkchen verbirgst
leaving-data-follows = Wem du folgst und wer dir folgt
leaving-data-blocks = Wen du blockiert hast
leaving-data-awaited = Auf wessen Rückkehr du wartest
leaving-data-tastes = Wovon du weniger möchtest
leaving-data-reports = Was du gemeldet hast
leaving-data-decisions = Was du beim Betreuen der Plattform entschieden hast
leaving-data-points = Deine Punkte, Zeile für Zeile
leaving-data-text-consents = Wann du Ja oder Nein zu SMS gesagt hast
leaving-data-texts = SMS, die an dich gingen
leaving-data-old-usernames = Deine früheren Namen
leaving-data-standing = Wie du dastehst: Punkte, Hilfen, Bewertungen, wie du antwortest
leaving-data-presence = Wer sieht, wann du da bist
leaving-data-phone = Deine Telefonnummer
leaving-data-sessions = Wo du angemeldet warst
leaving-data-tokens = Deine Schlüssel für Programme, ohne ihre Geheimnisse
leaving-data-asks = Deine Gesuche
leaving-data-offers = Deine Angebote
leaving-data-account = Dein Konto und Profil, ohne das Passwort
