# Was man sich gemerkt hat.

keeps-saved = Gemerkt
keeps-save = Merken
keeps-take-off = : von der Liste nehmen
keeps-nothing = Noch nichts gemerkt
keeps-nothing-more = Merk dir ein Angebot, ein Gesuch, ein Werkzeug oder einen Menschen, um sie wiederzufinden. Nur du siehst es.
keeps-look-around = Umschauen
keeps-only-you = Das siehst nur du.
keeps-what = Was du dir gemerkt hast
keeps-everything = Alles
keeps-none = Hier ist nichts. <all>Alles Gemerkte ansehen</all>
keeps-helped = { $n }-mal geholfen
keeps-new = Neu hier
keeps-gone = Das gibt es nicht mehr.
keeps-saved-at = gemerkt { $when }
keeps-more = Mehr
keeps-what-is-gone = was weg ist
keeps-what-unsaid = was du dir merken willst, steht nicht dabei.
keeps-whether-unsaid = ob du es dir merken willst, steht nicht dabei.
keeps-is-saved = Gemerkt. Du findest es in deinem Menü unter „Gemerkt“.
keeps-is-off = Es ist von deiner Liste.
