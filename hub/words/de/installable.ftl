# Die App auf einem Gerät, und die Seite ohne Netz.

installable-no-network = Nicht erreicht
installable-offline = Wir erreichen AI Collective gerade nicht
installable-offline-more = Vielleicht fehlt dein Netz, vielleicht ist AI Collective für einen Moment weg. Diese Seite lädt von selbst, sobald wir es erreichen.
installable-again = Noch einmal versuchen
installable-kept = Was du solange lesen kannst
installable-kept-more = Deine neuesten Gespräche, Stand <span data-when></span>. Sie bleiben auf diesem Gerät, bis du dich abmeldest.
installable-open-more = Stand <span data-when></span>. Schreiben kannst du wieder, sobald wir AI Collective erreichen.
installable-kept-all = Alle Gespräche, die hier liegen
installable-ask = Etwas suchen
installable-offer = Etwas anbieten
