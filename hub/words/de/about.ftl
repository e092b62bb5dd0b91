# Unsere Geschichte.

about-story = Unsere Geschichte
about-story-description = Warum es diesen Ort gibt: Menschen, die mit KI bauen, und Menschen, die sie nur benutzen wollen, helfen einander.
about-story-lead = Alle haben etwas zu geben, und alle dürfen fragen.
about-story-1 = Neue Werkzeuge kommen schneller, als irgendwer sie lernen kann. Manche bauen mit ihnen die ganze Nacht; andere führen eine Bäckerei, unterrichten eine Klasse oder pflegen ihre Eltern und hätten nur gern das eine Ding, das funktioniert. Die beiden treffen sich fast nie.
about-story-2 = Dabei brauchen sie einander. Wer baut, braucht jemanden, der es ausprobiert und ehrlich sagt, wo es drückt. Wer ein Problem hat, braucht jemanden, der es schon einmal gelöst hat, in Worten ohne Wörterbuch. Darum gibt es hier zwei Arten von Beiträgen: ein Gesuch, für das, was du brauchst, und ein Angebot, für das, was du geben kannst. Wenn zwei zusammenpassen, sehen es beide Menschen sofort, mit den Gründen dafür. Dann reden sie miteinander.
about-generosity = Großzügigkeit
about-generosity-more = Geholfen wird, weil jemand es möchte, nicht als Tausch und nicht als Pflicht. Niemand führt Rechnung. Punkte sagen Danke; sie kaufen nichts, und niemand kann dir mehr davon verkaufen.
about-curiosity = Neugier
about-curiosity-more = Hier gibt es keine dummen Fragen und keine klugen. Du musst in nichts besonders gut sein, um zu helfen: Einen Schritt voraus zu sein genügt.
about-respect = Respekt
about-respect-more = Deine Zeit gehört dir: Sag „Ich habe genug“, und es kommen keine neuen Gesuche zu dir. Ein freundliches Nein ist so gut wie ein Ja. Und wenn niemand passt, sagen wir das.
about-closing = Was brauchst du, oder was kannst du geben?
about-ask = Etwas suchen
about-offer = Etwas anbieten

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
about-q-unkind = Jemand ist unfreundlich, oder etwas sieht nach Betrug aus.
about-a-unkind = Nimm „Melden“ im Menü, oder blockiere die Person in ihrem Profil. Was dann geschieht, steht unter <guidelines>Miteinander</guidelines>.
about-q-wait = Wie warte ich auf etwas, das es noch nicht gibt?
about-a-wait = <discover>Such danach</discover>, und merk dir die Suche: Wir sagen dir, wenn jemand etwas Passendes einstellt. Deine <searches>gemerkten Suchen</searches> stehen auf einer Seite.
about-stuck = Kommst du nicht weiter, oder ist etwas kaputt?
about-stuck-more = Sag es in General. Jemand dort hing schon an derselben Stelle.
about-stuck-go = Zu General
