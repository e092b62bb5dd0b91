# Die App auf einem Gerät, und die Seite ohne Netz.

installable-no-network = Kein Netz
installable-offline = Du bist offline
installable-offline-more = Diese Seite kommt aus dem Netz, und gerade gibt es keins. Sie lädt von selbst, sobald es wieder da ist.
installable-again = Noch einmal versuchen
installable-kept = Was du solange lesen kannst
installable-kept-more = Deine neuesten Gespräche, Stand <span data-when></span>. Sie bleiben auf diesem Gerät, bis du dich abmeldest.
installable-open-more = Stand <span data-when></span>. Zum Schreiben warte auf das Netz.
installable-kept-all = Alle Gespräche, die hier liegen
installable-ask = Etwas suchen
installable-offer = Etwas anbieten
