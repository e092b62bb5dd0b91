# Die Bereiche.

taxonomy-name-marketing-content = Marketing & Texte
taxonomy-problem-marketing-content = Die Leute sollen erfahren, was ich mache
taxonomy-name-sales-outreach = Verkauf & Kontakte
taxonomy-problem-sales-outreach = Ich brauche Kundschaft und weiß nicht, wie ich sie erreiche
taxonomy-name-customer-support = Kundendienst
taxonomy-problem-customer-support = Ich beantworte den ganzen Tag dieselben Fragen
taxonomy-name-operations = Abläufe & Alltag
taxonomy-problem-operations = Kleinkram frisst meine ganze Woche
taxonomy-name-creative-design = Gestaltung & Kreatives
taxonomy-problem-creative-design = Es soll gut aussehen und klingen, und gestalten kann ich nicht
taxonomy-name-development = Entwicklung & Technik
taxonomy-problem-development = Ich habe eine Idee für eine App oder Seite; jemand soll sie bauen oder reparieren
taxonomy-name-learning-education = Lernen & Bildung
taxonomy-problem-learning-education = Ich will etwas lernen oder anderen beibringen
taxonomy-name-other = Anderes
taxonomy-problem-other = Mein Problem passt in kein Kästchen
