# Die Bereiche.

taxonomy-name-marketing-content = Marketing & Texte
taxonomy-problem-marketing-content = Die Leute sollen erfahren, was ich mache
taxonomy-about-marketing-content = Beiträge, Newsletter, Anzeigen, Videos und was sonst hilft, dass dich die Richtigen bemerken.
taxonomy-name-sales-outreach = Verkauf & Kontakte
taxonomy-problem-sales-outreach = Ich brauche Kundschaft und weiß nicht, wie ich sie erreiche
taxonomy-about-sales-outreach = Leute finden, die vielleicht kaufen, ihnen schreiben und im Gespräch bleiben.
taxonomy-name-customer-support = Kundendienst
taxonomy-problem-customer-support = Ich beantworte den ganzen Tag dieselben Fragen
taxonomy-about-customer-support = Denen antworten, die schon bei dir kaufen oder nutzen, was du machst: schneller und freundlicher.
taxonomy-name-operations = Abläufe & Alltag
taxonomy-problem-operations = Kleinkram frisst meine ganze Woche
taxonomy-about-operations = Planung, Papierkram, Termine, Geld und die täglichen Handgriffe, die alles am Laufen halten.
taxonomy-name-creative-design = Gestaltung & Kreatives
taxonomy-problem-creative-design = Es soll gut aussehen und klingen, und gestalten kann ich nicht
taxonomy-about-creative-design = Bilder, Logos, Layouts, Musik, Stimme und Video.
taxonomy-name-development = Entwicklung & Technik
taxonomy-problem-development = Ich habe eine Idee für eine App oder Seite; jemand soll sie bauen oder reparieren
taxonomy-about-development = Websites, Apps, Bots und alles darunter bauen, reparieren und testen.
taxonomy-name-learning-education = Lernen & Bildung
taxonomy-problem-learning-education = Ich will etwas lernen oder anderen beibringen
taxonomy-about-learning-education = Unterricht, Kurse, Nachhilfe, Lernhilfe und Schwieriges einfach erklärt.
taxonomy-name-other = Anderes
taxonomy-problem-other = Mein Problem passt in kein Kästchen
taxonomy-about-other = Alles Nützliche, das in keine der anderen Gruppen gehört.
