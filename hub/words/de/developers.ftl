# Für Leute, die Programme schreiben: was die API ist, und ihre Schlüssel.

developers-title = Für Entwickler
developers-tokens = Tokens für Programme
developers-tokens-more = Mit einem Token kann ein Programm von dir hier tun, was du tun kannst. Behandle es wie ein Passwort. <developers>Was Programme können</developers>
developers-tokens-new = Dein neues Token. Es wird nur dieses eine Mal gezeigt; kopiere es jetzt.
developers-tokens-used = gemacht { $made } · zuletzt benutzt { $used }
developers-tokens-unused = gemacht { $made } · nie benutzt
developers-tokens-revoke = Widerrufen<vh>: { $name }</vh>
developers-tokens-what-for = Wofür ist es?
developers-tokens-example = Mein Skript am Morgen
developers-tokens-make = Token machen
developers-tokens-made-already = Dieses Token ist schon gemacht, und sein Geheimnis wurde gezeigt. Ist es verloren, widerruf es und mach ein neues.
developers-tokens-revoked = Das Token ist widerrufen. Programme, die es benutzen, kommen nicht mehr herein.
developers-description = Alles, was ein Mitglied tun kann, für Programme: eine HTTP-API mit OpenAPI-Dokument, Tokens und ein Websocket.
developers-lead = Was ein Mitglied im Browser tun kann, kann auch ein Programm von ihm.
developers-api = Die API
developers-api-more = JSON über HTTP, unter <code>{ $url }/api/v1</code>. Alles ist in einem OpenAPI-Dokument beschrieben: <openapi>/api/openapi.json</openapi>. Listen kommen seitenweise. Jedes Schreiben nimmt einen <code>Idempotency-Key</code>: derselbe Schlüssel noch einmal bekommt die erste Antwort und tut nichts. Was schiefgeht, kommt als <code>application/problem+json</code>, mit einem festen Code.
developers-about-tokens = Tokens
developers-about-tokens-more = Mach eins in deinen <settings>Einstellungen</settings>; es wird einmal gezeigt. Schick es als Bearer-Token. Es darf, was du darfst, in denselben Grenzen, bis du es widerrufst. Es gilt nur in der API und am Websocket, nie in einer Adresse.
developers-who-are-you = Wie man fragt, wer man ist
developers-live = Live
developers-live-more = Unter <code>/ws</code> gibt es einen Websocket, der sagt, was geschieht, sobald es geschieht: Nachrichten, Treffer, Neuigkeiten. Jedes Ereignis hat eine Nummer, sodass es nach einer Pause dort weitergeht, wo man war. Er spricht JSON oder MessagePack.
developers-look = Wie es aussieht
developers-look-more = Jedes Teil, aus dem Seiten gemacht sind, in jedem Zustand: <guide>die Stilsammlung</guide>.
developers-manners = Umgangsformen
developers-manners-more = Die <guidelines>Regeln des Miteinanders</guidelines> gelten auch für Programme. Sag in deinem Profil, wenn ein Programm für dich schreibt.

refusal-accounts-no-such-token = Dieses Token gibt es nicht.
refusal-accounts-too-many-tokens = Du kannst bis zu { $most } Tokens haben. Widerrufe eins, das du nicht mehr brauchst.
