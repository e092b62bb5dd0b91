# Was angefangen und nicht veröffentlicht ist.

drafts-began = Du hast { $when } etwas angefangen: „{ $title }“
drafts-go-on = Weitermachen
drafts-more = { $n } mehr
drafts-elsewhere = Du hast daran auf einem anderen Gerät weitergemacht
drafts-stands = Was jetzt dort steht:
drafts-take = Damit weitermachen
drafts-mine = Behalten, was hier steht
drafts-begun = Angefangen und noch nicht veröffentlicht
drafts-throw-away = Verwerfen
drafts-no-words = Noch ohne Worte
drafts-thrown-away = Verworfen.
