# Die erste Seite für alle, die neu sind.

landing-title = AI Collective: sag, was du brauchst, und triff, wer passt
landing-can-help = Hier kann jemand helfen.
landing-needs-you = Hier braucht dich jemand.
landing-lead = Für Menschen, die mit KI bauen, und Menschen, die sie nur benutzen wollen. Sag, was du brauchst: Wer passt, sieht es sofort, und du siehst, wer es ist und warum. Dann redet ihr.
landing-placeholder = Ich backe Brot und weiß nie, was ich posten soll
landing-see-who = Sieh, wer helfen kann
landing-starters = So fangen andere an
landing-members = { $n ->
    [one] { $n } Mitglied
   *[other] { $n } Mitglieder
}
landing-open-asks = { $n ->
    [one] { $n } offenes Gesuch
   *[other] { $n } offene Gesuche
}
landing-live-offers = { $n ->
    [one] { $n } Angebot
   *[other] { $n } Angebote
}
landing-helps = { $n }-mal hat hier jemand jemandem geholfen
landing-how = So geht es
landing-how-say = Sag es in deinen Worten
landing-how-say-more = „Ich brauche Hilfe bei Texten für meine Bäckerei.“ Ganz ohne Fachwörter.
landing-how-see = Sieh, wer passt und warum
landing-how-see-more = Noch bevor das Teewasser kocht, habt ihr beide eine Karte mit den Gründen.
landing-how-talk = Reden, machen, danken
landing-how-talk-more = Kostenlos oder bezahlt, fünf Minuten oder ein Monat. Helfen bringt Punkte und einen guten Namen.
landing-faces = Einige von uns
landing-asking = Gerade gesucht
landing-all-asks = Alle Gesuche
landing-giving = Gerade angeboten
landing-all-offers = Alle Angebote
landing-by-problem = Schau dich nach Problemen um
landing-closing = Du weißt etwas, das jemand sucht
landing-closing-more = Du musst nirgends Profi sein. Du musst nur jemandem einen Schritt voraus sein.
landing-look-around = Erst umsehen
landing-next-who = Danach sagst du, wer du bist: ein Name, eine E-Mail, ein Passwort. Dann wird es gesendet.
landing-what-fits = Was passt
landing-nothing-fits = Noch passt hier nichts. Ein Gesuch wartet auf den richtigen Menschen, damit du es nicht musst.
landing-things-fit = { $n ->
    [one] { $n } Sache passt.
   *[other] { $n } Sachen passen.
}
landing-all-of-it = Alles davon, mit Filtern
landing-let-find = Lass dich finden
landing-post-it = Mach ein Gesuch daraus: Wer passt, erfährt es sofort, heute oder nächste Woche. Du sagst nur, wer du bist.
landing-post-this = Als Gesuch aufgeben
landing-somebody-offers = Jemand bietet es an
landing-others = Andere, die es erwähnen
landing-tools-do = Werkzeuge, die das können
landing-demo = So läuft das: ein Beispiel
landing-demo-asks = { $name } fragt
landing-demo-said = Ein Beispiel, das von selbst wechselt:
landing-demo-pair = { $asker } fragt: „{ $sentence }“, und hat einen Moment später eine Karte mit { $helper } und „{ $offer }“, und mit den Gründen.
landing-demo-made-up = Die Menschen darin sind erfunden.
landing-demo-hold = Anhalten
landing-starter-1 = Hilf mir, Beiträge für meinen kleinen Laden zu schreiben
landing-starter-2 = Ich brauche Leute, die meine App ausprobieren
landing-starter-3 = Jemand soll meine Website ansehen und sagen, was verwirrt
landing-demo-1-sentence = Texte für meine Bäckerei, die nach mir klingen
landing-demo-1-line = Elf Jahre Werbung, jetzt klare Sätze
landing-demo-1-answers = antwortet meist in 12 Min. · 9 der letzten 10
landing-demo-1-offer = Ich schreibe Texte für kleine Läden
landing-demo-1-price = Kostenlos
landing-demo-1-reason-1 = das Gesuch sagt „Texte für meine Bäckerei“, das Angebot „Texte für kleine Läden“
landing-demo-1-reason-2 = beide über Werbetexte
landing-demo-2-sentence = Fünf Leute, die meine App für Chöre ausprobieren
landing-demo-2-line = Singt Bass, verliert die Noten
landing-demo-2-answers = antwortet meist in 2 Std. · 4 der letzten 5
landing-demo-2-offer = Ich probiere Apps für Chöre, Bands und Vereine aus
landing-demo-2-price = Kostenlos
landing-demo-2-reason-1 = ihr sagt beide: App, Chöre
landing-demo-2-reason-2 = beide über das Ausprobieren
landing-demo-3-sentence = Ich möchte lernen, die Videos meiner Enkel zu schneiden
landing-demo-3-line = Schneidet nachts Filme, unterrichtet am Tag
landing-demo-3-answers = antwortet meist in 40 Min. · 10 der letzten 10
landing-demo-3-offer = Eine Stunde Videoschnitt für den Anfang
landing-demo-3-price = 20 $/Std.
landing-demo-3-reason-1 = das Gesuch sagt „lernen“, das Angebot „für den Anfang“
landing-demo-3-reason-2 = beide über Videoschnitt
