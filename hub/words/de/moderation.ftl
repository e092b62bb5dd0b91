moderation-block-means = Nach dem Blockieren seht und schreibt ihr einander nicht mehr. Niemand erfährt davon.
moderation-block = { $name } blockieren
moderation-who-not-said = es fehlt, um wen es geht.
moderation-hidden-done = Ausgeblendet. Wer es gemeldet hat und wem es gehört, erfährt davon.
moderation-restored-done = Wieder zu sehen. Wer es gemeldet hat und wem es gehört, erfährt davon.
moderation-dismissed-done = Es bleibt, wie es ist. Wer es gemeldet hat, erfährt davon.
moderation-suspended-done = Gesperrt; alle Türen sind zu.
moderation-let-in-done = Die Sperre ist aufgehoben.
moderation-title = Meldungen
moderation-which = Welche Meldungen
moderation-no-decisions = Noch hat niemand etwas entschieden.
moderation-by = von { $who }
moderation-by-house = vom Haus
moderation-none-wait = Nichts wartet. Wer etwas gemeldet hat, hat eine Antwort.
moderation-none-hidden = Nichts ist ausgeblendet.
moderation-hidden-mark = ausgeblendet
moderation-suspended-mark = gesperrt
moderation-hidden-by = Ausgeblendet { $when } von { $name }.
moderation-hidden-by-reports = Ausgeblendet { $when } wegen Meldungen.
moderation-gone = ein gelöschtes Konto
moderation-yours = Es gehört dir: Darüber entscheidet jemand anderes.
moderation-suspend = { $name } sperren …
moderation-let-in = { $name } wieder hereinlassen
moderation-suspend-means = Wer gesperrt ist, nimmt nicht mehr teil, und alle Türen schließen sich sofort. Beiträge und Name verschwinden von allen Seiten. Du kannst die Sperre wieder aufheben.
moderation-suspend-yes = Ja, { $name } sperren
moderation-earlier = Frühere
moderation-mine-title = Meine Meldungen
moderation-mine-none = Du hast nichts gemeldet. Den Weg dahin hat das Menü einer Nachricht, eines Profils, eines Gesuchs oder eines Angebots, und jede Bewertung eines Werkzeugs.
moderation-outcome-kept = blieb, wie es ist
moderation-outcome-hidden = ausgeblendet
moderation-outcome-open = wir schauen
moderation-undecided = Noch hat niemand entschieden. Du hörst von uns.
moderation-mine-earlier = Frühere Meldungen
moderation-report-title = Melden
moderation-report-head = { $what ->
    [message] Diese Nachricht melden
    [profile] Dieses Profil melden
    [ask] Dieses Gesuch melden
    [offer] Dieses Angebot melden
   *[other] Diese Bewertung melden
}
moderation-report-lead = Jemand von uns sieht es sich an, und du hörst, was daraus wird. { $name } erfährt nicht, wer es gemeldet hat.
moderation-what-you-report = Was du meldest
moderation-what-is-wrong = Was stimmt damit nicht?
moderation-words = Was sollten wir noch wissen?
moderation-words-hint = Das lesen nur die, die Meldungen ansehen.
moderation-send = Meldung senden
moderation-leave-alone = Oder einfach in Ruhe gelassen werden
moderation-wall = Du hast { $name } blockiert. Ihr begegnet einander hier nicht.
moderation-unblock = Aufheben
moderation-blocked = Ihr seht und schreibt einander nicht mehr. Niemand erfährt davon.
moderation-unblocked = Die Blockierung ist aufgehoben. Ihr könnt einander wieder begegnen.
moderation-thanks = Danke. Deine Meldung ist da, und wir sagen dir, was daraus wird.
moderation-pick-reason = Wähl aus, was damit nicht stimmt.
moderation-show-open = Wartend
moderation-show-hidden = Ausgeblendet
moderation-show-log = Entscheidungen
moderation-keep-hidden = Ausgeblendet lassen
moderation-hide = Ausblenden
moderation-restore = Wieder zeigen
moderation-dismiss = So lassen
moderation-log-hidden-by-reports = <strong>{ $what }</strong> wurde wegen dreier Meldungen ausgeblendet
moderation-log-hidden = <strong>{ $what }</strong> wurde ausgeblendet
moderation-log-restored = <strong>{ $what }</strong> wird wieder gezeigt
moderation-log-dismissed = <strong>{ $what }</strong> blieb, wie es ist
moderation-log-suspended = <strong>{ $what }</strong> wurde gesperrt
moderation-log-let-in = <strong>{ $what }</strong> darf wieder teilnehmen
