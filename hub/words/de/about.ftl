# Unsere Geschichte.

about-story = Unsere Geschichte
about-story-description = Warum es diesen Ort gibt: Menschen, die mit KI bauen, und Menschen, die sie nur benutzen wollen, helfen einander.
about-story-lead = Alle haben etwas zu geben, und alle dürfen fragen.
about-story-1 = Neue Werkzeuge kommen schneller, als irgendwer sie lernen kann. Manche bauen mit ihnen die ganze Nacht; andere führen eine Bäckerei, unterrichten eine Klasse oder pflegen ihre Eltern und hätten nur gern das eine Ding, das funktioniert. Die beiden treffen sich fast nie.
about-story-2 = Dabei brauchen sie einander. Wer baut, braucht jemanden, der es ausprobiert und ehrlich sagt, wo es drückt. Wer ein Problem hat, braucht jemanden, der es schon einmal gelöst hat, in Worten ohne Wörterbuch. Darum gibt es hier zwei Arten von Beiträgen: ein Gesuch, für das, was du brauchst, und ein Angebot, für das, was du geben kannst. Wenn zwei zusammenpassen, sehen es beide Menschen sofort, mit den Gründen dafür. Dann reden sie miteinander.
about-generosity = Großzügigkeit
about-generosity-more = Im Mittelpunkt steht hier das Helfen. Vieles ist umsonst, weil jemand es möchte. Manche verlangen für ihre Arbeit einen Preis: Sie sagen es vorher, und die beiden einigen sich untereinander. Punkte sagen Danke; sie kaufen nichts, und niemand kann dir mehr davon verkaufen.
about-curiosity = Neugier
about-curiosity-more = Hier gibt es keine dummen Fragen und keine klugen. Du musst in nichts besonders gut sein, um zu helfen: Einen Schritt voraus zu sein genügt.
about-respect = Respekt
about-respect-more = Deine Zeit gehört dir: Sag „Ich habe genug“, und es kommen keine neuen Gesuche zu dir. Ein freundliches Nein ist so gut wie ein Ja. Und wenn niemand passt, sagen wir das.
about-closing = Was brauchst du, oder was kannst du geben?
about-ask = Etwas suchen
about-offer = Etwas anbieten

# Wer den Ort betreibt: in unserer Geschichte, in der Hilfe und weiter unten.

about-keeper = Wer diesen Ort betreibt
about-keeper-is = <strong>{ $name }</strong> betreibt ihn.
about-keeper-unsaid = Wer diesen Ort betreibt, hat noch nicht gesagt, wer das ist.
about-keeper-demo = Niemand: Das ist eine erfundene Stadt auf dem eigenen Rechner von jemandem, zum Umschauen. Keinen ihrer Menschen gibt es.
about-keeper-contact = Schreib an <to>{ $contact }</to>.

# Was mit dem geschieht, was man schreibt. Jeder Satz stimmt mit dem Programm überein: Sieh dort nach, bevor du einen änderst.

about-privacy = Was mit deinen Worten geschieht
about-privacy-description = Was hier aufgehoben wird, wer es lesen kann, wie lange, und wie du es mitnimmst oder löschst.
about-privacy-lead = Was hier aufgehoben wird, wer es lesen kann, wie lange, und wie du es mitnimmst oder löschst. In klaren Worten, ohne Kleingedrucktes.
about-privacy-where = Was aufgehoben wird, und wo
about-privacy-where-1 = Was du uns sagst: dein Name, deine E-Mail, was auf deiner Seite steht, deine Gesuche und Angebote, Nachrichten, Bewertungen, Dateien, deine Einstellungen, und deine Telefonnummer, wenn du sie angibst. Dein Passwort wird so aufgehoben, dass niemand es zurücklesen kann. Wir merken uns auch, welche Beiträge du an welchem Tag angesehen hast: Wem sie gehören, sieht eine Zahl und nie einen Namen.
about-privacy-where-files = Alles liegt in der eigenen Datenbank und bei den eigenen Dateien dieses Ortes.
about-privacy-where-store = Alles liegt in der eigenen Datenbank dieses Ortes. Hochgeladene Dateien liegen in einem Speicher, den ausgesucht hat, wer diesen Ort betreibt.
about-privacy-where-2 = Nichts wird an eine Firma geschickt, die KI herstellt. Wer zu wem passt und was eine Suche findet, ermittelt dieser Ort selbst, da, wo er läuft.
about-privacy-who = Wer es lesen kann
about-privacy-who-posts = <strong>Gesuche und Angebote:</strong> alle im Netz, oder nur Mitglieder. Das bestimmst du jedes Mal. Suchmaschinen sind gebeten, Gesuche in Ruhe zu lassen.
about-privacy-who-page = <strong>Deine Seite:</strong> wer ihre Adresse hat. Suchmaschinen sind gebeten, sie nicht aufzunehmen, bis du es erlaubst. Deine E-Mail und deine Telefonnummer stehen auf keiner Seite.
about-privacy-who-messages = <strong>Nachrichten:</strong> die zwei, die einander schreiben, oder alle in der Gruppe. Was du in einem Raum sagst, können alle Mitglieder lesen.
about-privacy-who-reported = <strong>Die Menschen, die auf diesen Ort achten,</strong> lesen, was gemeldet ist: aus einem Gespräch die gemeldete Nachricht und nicht das Übrige. Sie sehen auch, wie Gesuche und Angebote vorher lauteten.
about-privacy-who-keeper = <strong>Wer diesen Ort betreibt,</strong> hat den Rechner und könnte lesen, was darauf liegt, wie auf fast jeder Seite im Netz. Nachrichten sind nicht mit einem Schlüssel verschlossen, den nur ihr beide habt.
about-privacy-others = Was andere bekommen
about-privacy-others-none = Es gibt hier keine Werbung, niemand zählt dich für andere, und auf diesen Seiten ist kein Skript, keine Schrift und kein Knopf einer anderen Seite. Hinaus geht nur das:
about-privacy-texts-on = <strong>SMS:</strong> nur, wenn du deine Nummer angibst und Ja sagst. Dann bekommt Twilio, das sie zustellt, deine Nummer und den Text: wer es war und worum es geht.
about-privacy-texts-off = <strong>SMS</strong> sind hier ausgeschaltet. An eine Telefonfirma geht nichts.
about-privacy-mails-on = <strong>Mails</strong> zu deinem Passwort und deiner E-Mail gehen über den Mailserver, den nutzt, wer diesen Ort betreibt.
about-privacy-mails-off = <strong>Mails</strong> sind hier ausgeschaltet. Sie werden in einen Ordner dieses Ortes geschrieben und gehen nirgendwohin.
about-privacy-links-on = <strong>Links:</strong> Wenn du einen Link einstellst, liest dieser Ort die Seite, um eine Karte davon zu zeigen. Die andere Seite sieht dabei diesen Ort und nicht dich.
about-privacy-links-off = <strong>Links,</strong> die du einstellst, werden nicht angesehen. Niemand wird danach gefragt, bis jemand einen öffnet.
about-privacy-pictures = <strong>Bilder von anderswo:</strong> Jemand kann das Bild einer anderen Seite in einen Beitrag setzen. Dann holt dein Browser es dort, ohne zu sagen, welche Seite du gerade liest.
about-privacy-cookies = Cookies
about-privacy-cookies-none = Keines davon folgt dir irgendwohin, darum gibt es auch nichts wegzuklicken.
about-privacy-cookie-session = <strong>session</strong> hält dich angemeldet: { $days } Tage, oder bis du dich abmeldest.
about-privacy-cookie-visit = <strong>visit</strong> sagt, bevor du angemeldet bist, dass ein Formular aus deinem eigenen Browser kommt: { $days } Tage.
about-privacy-cookie-theme = <strong>theme</strong> und <strong>language</strong> merken sich, was du unten auf einer Seite gewählt hast: je ein Jahr.
about-privacy-cookie-flash = <strong>flash</strong> ist die Zeile, die auf der nächsten Seite steht, wie „Gespeichert.“: höchstens fünf Minuten.
about-privacy-cookie-mail = <strong>reset</strong> und <strong>email</strong> halten den Schlüssel eines Links, den wir dir gemailt haben: eine halbe Stunde, und einen Tag.
about-privacy-browser = Solange du angemeldet bist, hebt dein Browser auch auf, was du geschrieben und noch nicht gesendet hast, und deine letzten Gespräche, um sie ohne Netz zu lesen. Beim Abmelden wird beides weggeworfen.
about-privacy-long = Wie lange
about-privacy-long-posts = <strong>Gesuche und Angebote</strong> bleiben, bis du gehst. Leg eines weg, und nur du siehst es noch. Änderst du eines, werden die letzten 50 Fassungen aufgehoben.
about-privacy-long-messages = <strong>Eine Nachricht,</strong> die du löschst, verliert sofort ihre Worte und bald darauf ihre Dateien; eine leere Zeile bleibt. Eine Datei, die nirgends gebraucht wird, wird nach einem Tag gelöscht.
about-privacy-long-log-in = <strong>Wo du dich angemeldet hast:</strong> die Art des Geräts, seine Netzadresse und die Zeiten bleiben bei deinem Konto, bis du gehst.
about-privacy-long-leave = <strong>Wenn du gehst,</strong> sieht dich von da an niemand mehr, und { $days } Tage lang kannst du doch noch bleiben. Dann werden deine Seite, dein Name, deine E-Mail, deine Telefonnummer, deine Gesuche, Angebote, Punkte und Einstellungen gelöscht, und niemand kann sie zurückholen.
about-privacy-long-stays = <strong>Was andere von dir haben,</strong> bleibt: eure Gespräche und Bewertungen, von „jemand, der gegangen ist“. Deine Worte kannst du auch zurücknehmen. Dein Benutzername gehört noch { $days } Tage lang niemandem.
about-privacy-long-reports = <strong>Deine Meldungen</strong> behalten, wenn du gegangen bist, weder deine Worte noch deinen Namen, nur dass jemand gemeldet hat. Was entschieden wurde, bleibt.
about-privacy-long-copies = <strong>Sicherungen:</strong> Wer diesen Ort betreibt, hebt vielleicht Kopien der Datenbank auf, falls etwas kaputtgeht. Frag dort, wie lange.
about-privacy-yours = Mitnehmen oder gehen
about-privacy-yours-more = Unter <data>Deine Daten</data> lädst du alles von dir als eine Datei herunter, machst eine Pause oder gehst für immer. Du brauchst dafür niemanden.

# Miteinander: die Regeln.

about-guidelines = Miteinander
about-guidelines-description = Sechs Punkte dazu, wie wir hier miteinander umgehen.
about-guidelines-lead = Sechs Punkte. Sie gelten in Räumen, in Nachrichten zu zweit und in dem, was du einstellst.
about-else = Wenn sich jemand nicht daran hält
about-else-report = Im Menü jeder Nachricht, jedes Profils, jedes Gesuchs und Angebots steht „Melden“. Die Menschen, die auf diesen Ort achten, lesen es, und du erfährst, was daraus wurde. Was mehrere melden, ist verborgen, bis jemand nachgesehen hat.
about-else-report-yours = Im Menü jeder Nachricht, jedes Profils, jedes Gesuchs und Angebots steht „Melden“. Die Menschen, die auf diesen Ort achten, lesen es, und du erfährst, was daraus wurde: siehe <reports>deine Meldungen</reports>. Was mehrere melden, ist verborgen, bis jemand nachgesehen hat.
about-else-block = Du kannst jemanden auch im Profil blockieren. Dann hört ihr beide nichts mehr voneinander, und die andere Person erfährt es nicht.
about-rule-kind = Sei freundlich und nützlich
about-rule-kind-more = Sag, was hilft. Lobe, was gut ist; und was nicht gut ist, davon sag, wie es besser ginge, und sag es der Person selbst.
about-rule-time = Zeit ist Lebenszeit
about-rule-time-more = Antworte, auch wenn es ein Nein ist. Komm, wenn du es zugesagt hast, und sag früh Bescheid, wenn du nicht kannst.
about-rule-told = Was man dir sagt, bleibt bei dir
about-rule-told-more = Ideen, Zahlen und Sorgen gehören dem Menschen, der sie teilt. Frag, bevor du sie weitersagst.
about-rule-whose = Sag, von wem es ist
about-rule-whose-more = Nenne, wer gemacht hat, worauf du baust, und was eine Maschine für dich geschrieben hat.
about-rule-adverts = Niemand kam wegen der Werbung
about-rule-adverts-more = Biete an, was gesucht wird. Keine Verkaufsreden, die niemand wollte, keine Kopien an ein Dutzend Leute, keine Kettenbriefe.
about-rule-story = Glaub die bessere Geschichte
about-rule-story-more = Die meisten kurzen Antworten sind Eile, keine Grobheit. Frag noch einmal nach, bevor du es übel nimmst.

# Hilfe.

about-help = Hilfe
about-help-description = Kurze Antworten auf das, was am meisten gefragt wird.
about-help-lead = Kurze Antworten auf das, was am meisten gefragt wird. Für alles andere gibt es <general>General</general>, den Raum, in dem alle sind.
about-help-lead-contact = Für alles andere schreib an <to>{ $contact }</to>.
about-help-lead-account = Für alles andere gibt es General, einen Raum für alle Mitglieder: Um dort zu fragen, brauchst du <up>ein Konto</up>.
about-help-begin = Für den Anfang
about-q-what = Was ist ein Gesuch, und was ist ein Angebot?
about-a-what = Ein Gesuch sagt, was du brauchst: jemanden, der deine App ausprobiert, eine Stunde Rat, Unterricht, zwei Hände. Ein Angebot sagt, was du geben kannst. Du kannst von beiden so viele haben, wie du magst, und sie jederzeit ändern oder schließen.
about-q-found = Wie findet mich jemand?
about-a-found = Wenn du etwas einstellst, vergleichen wir deine Worte mit allem, was offen ist, und sagen es den Menschen, die am besten passen, mit den Gründen. Passt heute niemand, suchen wir weiter und sagen dir, wenn jemand passt. Solange kannst du <ava>selbst suchen</ava>, in deinen eigenen Worten.
about-q-technical = Ich verstehe nichts von Technik. Ist das etwas für mich?
about-a-technical = Ja. Sag, was du los sein willst, nicht wie. „Meine Rechnungen kosten mich den ganzen Sonntag“ findet mehr Hilfe als der Name eines Programms.
about-q-cost = Was kostet es?
about-a-cost = Nichts. Viele Angebote sind umsonst. Wo jemand einen Preis nennt, einigt ihr beide euch und zahlt direkt; über diesen Ort läuft kein Geld.
about-help-together = Miteinander arbeiten
about-q-wrote = Jemand hat mir geschrieben. Und nun?
about-a-wrote = Lies es unter <messages>Nachrichten</messages>. Sag Ja, wenn es passt, oder Nein danke, wenn nicht: Beides ist in Ordnung. Wenn ihr fertig seid, sagt es eine von beiden Seiten, und ihr könnt sagen, wie es war.
about-q-hear = Wie erfahre ich von einer Antwort?
about-a-hear = Hier: Die Glocke und eine Zahl im Titel der Seite sagen, dass es etwas Neues gibt, und <notices>deine Neuigkeiten</notices> sagen, was. E-Mails schicken wir, wenn sich dein Passwort oder deine E-Mail ändert, und sonst keine. Ob du eine SMS bekommen kannst und was die Glocke dir sagt, steht unter <settings>Benachrichtigungen</settings>.
about-q-claim = Was heißt „Ich übernehme das“?
about-a-claim = Du hältst für ein paar Minuten einen der Plätze eines Gesuchs, während du schreibst, damit niemand vergeblich schreibt. Überlegst du es dir anders, gibst du ihn mit einem Tipp wieder frei.
about-q-full = Zu viele Menschen fragen mich.
about-a-full = Sag „Ich habe genug“ in deinem Menü oder auf deiner Übersicht. Dann kommen keine neuen Gesuche zu dir, bis du sagst, dass du wieder helfen kannst. <matches>Deine Treffer</matches> können auch einen Tag oder eine Woche Pause machen, und „Weniger davon“ auf einer Karte sagt, was nicht wiederkommen soll.
about-q-points = Wozu sind Punkte da?
about-a-points = Sie sagen Danke. Du bekommst welche, wenn du etwas einstellst, antwortest und jemandem bis zum Ende hilfst. Man kann sie nicht kaufen, verkaufen oder ausgeben.
about-help-account = Du und dein Konto
about-q-online = Wer sieht, dass ich da bin?
about-a-online = Menschen, mit denen du geschrieben hast, und sonst niemand; solange du „hilfsbereit“ bist, auch die, mit denen du einen Treffer hast. <presence>Schalte es aus</presence>, wann immer du magst: Dann siehst du es bei anderen auch nicht.
about-q-read = Wer kann meine Gesuche lesen?
about-a-read = Das bestimmst du: alle, oder nur Mitglieder. Suchmaschinen sind gebeten, Gesuche in Ruhe zu lassen. Nachrichten lesen die, an die sie geschrieben sind; eine gemeldete auch die Menschen, die auf diesen Ort achten.
about-q-data = Was geschieht mit dem, was ich schreibe, und wie lösche ich es?
about-a-data = Es bleibt an diesem Ort und geht an keine KI-Firma; <privacy>was mit deinen Worten geschieht</privacy>, steht dort ganz. Eine Nachricht löschst du in ihrem Menü; alles herunterladen oder für immer gehen kannst du unter <data>Deine Daten</data>.
about-q-unkind = Jemand ist unfreundlich, oder etwas sieht nach Betrug aus.
about-a-unkind = Nimm „Melden“ im Menü, oder blockiere die Person in ihrem Profil. Was dann geschieht, steht unter <guidelines>Miteinander</guidelines>.
about-q-wait = Wie warte ich auf etwas, das es noch nicht gibt?
about-a-wait = <discover>Such danach</discover>, und merk dir die Suche: Wir sagen dir, wenn jemand etwas Passendes einstellt. Deine <searches>gemerkten Suchen</searches> stehen auf einer Seite.
about-stuck = Kommst du nicht weiter, oder ist etwas kaputt?
about-stuck-more = Sag es in General. Jemand dort hing schon an derselben Stelle.
about-stuck-contact = Schreib an die, die diesen Ort betreiben. Mit einem Konto gibt es auch General.
about-stuck-write = Dorthin schreiben
about-stuck-account = Mitglieder fragen in General, wo jemand schon an derselben Stelle hing. Dafür brauchst du ein Konto.
about-stuck-go = Zu General
