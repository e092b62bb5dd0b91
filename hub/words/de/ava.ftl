# Ava: ein Satz hinein, alles Passende heraus.

ava-description = Sag in einem Satz, was du brauchst, und sieh, welche Werkzeuge, Angebote und Menschen passen.
ava-head = Was würde dir jetzt helfen?
ava-head-found = Das passt
ava-lead = Ein Satz genügt. Ava sieht durch, was Menschen hier anbieten, und die Werkzeuge. Das ist eine Suche. Auf ein Gesuch, das du aufgibst, antwortet ein Mensch.
ava-need = Was du brauchst, in deinen Worten
ava-look = Danach suchen
ava-ask-people = Lieber Menschen fragen
ava-post-it = Mach ein Gesuch daraus: Wer passt, erfährt es sofort, heute oder nächste Woche.
ava-others-need = Andere brauchen es auch
ava-starter-1 = Hilf mir, Beiträge für meinen kleinen Laden zu schreiben
ava-starter-2 = Ich brauche Leute, die meine App ausprobieren und sagen, was sie nervt
ava-starter-3 = Bring mir KI von Anfang an bei, ohne Computerwörter
ava-starter-4 = E-Mails aus der Kundschaft beantworten, ohne meine Abende zu verlieren
ava-starter-5 = Ein Logo und Bilder machen, die aus einer Hand zu sein scheinen
ava-starter-6 = Jemand soll meine Website ansehen und sagen, was verwirrt
