# Times that two people agree on to meet.

# What stands in the way.
times-no-such-conversation = So ein Gespräch zu zweit gibt es nicht.
times-blocked = Mit dieser Person kannst du dich nicht verabreden.
times-they-are-away = Diese Person ist gerade nicht da, darum kannst du dich nicht mit ihr verabreden.
times-offered-already = Du hast hier schon Zeiten vorgeschlagen. Nimm sie zurück, dann kannst du andere vorschlagen.
times-agreed-already = Ihr habt euch schon verabredet. Sag ab, wenn du andere Zeiten vorschlagen willst.
times-enough = Du hast hier seit gestern { $most } Mal Zeiten vorgeschlagen. Schreibt euch lieber, oder versuche es morgen wieder.
times-no-such-times = Solche Zeiten gibt es hier nicht.
times-no-such-time = Diese Zeit wurde nicht vorgeschlagen.
times-not-open = Diese Zeiten gelten nicht mehr. Schau, was jetzt dort steht.
times-your-own = Diese Zeiten hast du selbst vorgeschlagen; die andere Seite wählt aus.
times-not-yours = Zurücknehmen kann die Zeiten nur, wer sie vorgeschlagen hat. Du kannst sagen, dass keine passt.
times-over = Diese Zeit ist vorbei.
times-none = Schlage mindestens eine Zeit vor.
times-too-many = Schlage höchstens { $most } Zeiten vor.
times-passed = Diese Zeit ist vorbei. Wähle eine, die noch kommt.
times-too-far = Das ist in mehr als 90 Tagen. Wähle eine frühere Zeit.
times-overlap = Das überschneidet sich mit einer anderen deiner Zeiten.
times-no-length = Wähle 15, 30, 45, 60 oder 90 Minuten.
times-no-link = Ein Link beginnt mit https://
times-place-too-long = Der Ort ist zu lang: { $most } Zeichen passen hinein.
times-word-too-long = Deine Worte sind zu lang: { $most } Zeichen passen hinein.
times-no-time = Wähle einen Tag und eine Uhrzeit.
times-skipped = In dieser Nacht werden dort die Uhren vorgestellt, und diese Zeit fällt aus. Wähle eine Stunde früher oder später.
times-twice = In dieser Nacht werden dort die Uhren zurückgestellt, und diese Zeit gibt es zweimal. Wähle eine Stunde früher oder später.

# A moment: “Tue 3 Mar, 15:00”
times-at = { $weekday } { $day }. { $month }, { $clock }
# Family: times-day-*
times-day-1 = Mo
times-day-2 = Di
times-day-3 = Mi
times-day-4 = Do
times-day-5 = Fr
times-day-6 = Sa
times-day-7 = So
# Family: times-month-*
times-month-1 = Jan.
times-month-2 = Feb.
times-month-3 = März
times-month-4 = April
times-month-5 = Mai
times-month-6 = Juni
times-month-7 = Juli
times-month-8 = Aug.
times-month-9 = Sept.
times-month-10 = Okt.
times-month-11 = Nov.
times-month-12 = Dez.
times-for-each = { $mine } für dich · { $theirs } für { $name } · { $minutes } Min.
times-for-both = { $mine } für euch beide · { $minutes } Min.
# For the reader alone, in a list.
times-for-you = { $mine } · { $minutes } Min.

# In a conversation.
times-head = Zeiten für ein Treffen
times-you-meet = Ihr trefft euch
times-to-calendar = In meinen Kalender
times-out-of-calendar = Aus meinem Kalender nehmen
times-call-off = Absagen
times-they-offer = { $name } schlägt dir diese Zeiten vor. Tippe auf die, die passt.
times-you-offer = Du hast { $name } diese Zeiten vorgeschlagen. Sobald eine gewählt ist, steht sie hier.
times-take-back = Zurücknehmen
times-none-fits = Keine davon passt
times-word = Ein Wort dazu, wenn du magst
times-say-none = So sagen
times-they-declined = Keine deiner Zeiten passt { $name }.
times-they-declined-word = Keine deiner Zeiten passt { $name }: „{ $word }“
times-you-declined = Du hast gesagt, dass keine Zeit von { $name } passt.
times-they-called-off = { $name } hat eure Verabredung abgesagt: { $time }
times-you-called-off = Du hast eure Verabredung abgesagt: { $time }
times-offer = Zeiten vorschlagen
times-zone = Gib sie so an, wie deine Uhr sie zeigt ({ $zone }): bei dir ist es jetzt { $clock }. <settings>Stimmt nicht?</settings>
times-their-zone = Bei { $name } ist es jetzt { $clock } ({ $zone }).
times-first = Eine Zeit
times-another = Noch eine
times-length = Wie lange
times-minutes = { $n } Min.
times-optional = wenn du magst
times-place = Wo, oder ein Link
times-send = Diese Zeiten vorschlagen
times-their-calendar = Im Kalender von { $name } buchen
times-leads-to = führt zu { $host }
# On the page of an offer that is booked, between two who are in touch about it already.
times-book = Mit { $name } eine Zeit finden

# What is said when it is done.
times-said-offered = Vorgeschlagen. { $name } weiß Bescheid.
times-said-agreed = Ihr seid verabredet. { $name } weiß Bescheid.
times-said-declined = { $name } weiß, dass keine passt. Gibt es eine Zeit, die passt?
times-said-called-off = Abgesagt. { $name } weiß Bescheid.
times-said-taken-back = Zurückgenommen.

# Activity.
times-notice-offered = { $who } schlägt dir Zeiten für ein Treffen vor.
times-notice-agreed = { $who } hat eine deiner Zeiten gewählt: Ihr seid verabredet.
times-notice-declined = Keine der Zeiten, die du vorgeschlagen hast, passt { $who }.
times-notice-called-off = { $who } hat eure Verabredung abgesagt.

# On the dashboard.
times-ahead = Du triffst

# In the file for calendars.
times-calendar-title = { $name } (AI Collective)
times-calendar-words = Auf diese Zeit habt ihr euch geeinigt. Euer Gespräch: { $address }
