# Weitergeben.

share-share = Teilen
share-address = Die Adresse
share-copy = Adresse kopieren
share-app = Mit einer App senden
share-mail = Per E-Mail senden
share-picture = Ein Bild zum Posten
share-clips = Bilder zum Teilen
share-none-here = Nichts darunter, das alle sehen dürfen
share-none = Ein Bild von allem, was du anbietest
share-none-more = Biete etwas an, das alle sehen dürfen, dann steht sein Bild hier, um es dort zu posten, wo man dich kennt.
share-lead = Ein Bild von allem, was du anbietest, für dich gezeichnet. Nimm es, poste es, wo man dich kennt, und setz den Link daneben.
share-take = Bild nehmen
share-more = Mehr
share-on = Bei AI Collective
share-busy = Gerade werden viele Bilder gezeichnet. Versuch es gleich noch einmal.
share-shown = { $kind }: { $title }. Von { $name }.
share-person-title = { $name } bei AI Collective
