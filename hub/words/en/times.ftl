# Times that two people agree on to meet.

# What stands in the way.
times-no-such-conversation = There is no such conversation of two.
times-blocked = You can't arrange a time with this person.
times-they-are-away = They are not here at the moment, so you can't arrange a time with them.
times-offered-already = You have offered times here already. Take them back, then offer others.
times-agreed-already = You two have agreed on a time. Call it off to offer others.
times-enough = You have offered times here { $most } times since yesterday. Write to each other instead, or try again tomorrow.
times-no-such-times = There are no such times here.
times-no-such-time = That is not one of the times that were offered.
times-not-open = These times are not open any more. Look at what is there now.
times-your-own = You offered these times yourself; the other person picks.
times-not-yours = Only the person who offered these times can take them back. You can say that none fits.
times-over = That time has passed.
times-none = Offer at least one time.
times-too-many = Offer up to { $most } times.
times-passed = That time has passed. Choose one that is still to come.
times-too-far = That is more than 90 days ahead. Choose a time that is sooner.
times-overlap = This overlaps with another of your times.
times-no-length = Choose 15, 30, 45, 60 or 90 minutes.
times-no-link = A link begins with https://
times-place-too-long = The place is too long: { $most } characters fit.
times-word-too-long = Your note is too long: { $most } characters fit.
times-no-time = Choose a day and a time.
times-skipped = Clocks go forward there that night, and this time is left out. Choose one an hour earlier or later.
times-twice = Clocks go back there that night, and this time comes twice. Choose one an hour earlier or later.

# A moment: “Tue 3 Mar, 15:00”
times-at = { $weekday } { $day } { $month }, { $clock }
# Family: times-day-*
times-day-1 = Mon
times-day-2 = Tue
times-day-3 = Wed
times-day-4 = Thu
times-day-5 = Fri
times-day-6 = Sat
times-day-7 = Sun
# Family: times-month-*
times-month-1 = Jan
times-month-2 = Feb
times-month-3 = Mar
times-month-4 = Apr
times-month-5 = May
times-month-6 = Jun
times-month-7 = Jul
times-month-8 = Aug
times-month-9 = Sep
times-month-10 = Oct
times-month-11 = Nov
times-month-12 = Dec
times-for-each = { $mine } for you · { $theirs } for { $name } · { $minutes } min
times-for-both = { $mine } for both of you · { $minutes } min
# For the reader alone, in a list.
times-for-you = { $mine } · { $minutes } min

# In a conversation.
times-head = Times to meet
times-you-meet = You two meet
times-to-calendar = Put it in my calendar
times-out-of-calendar = Take it out of my calendar
times-call-off = Call it off
times-they-offer = { $name } offers you these times. Tap the one that fits.
times-you-offer = You have offered { $name } these times. As soon as one is taken, you see it here.
times-take-back = Take them back
times-none-fits = None of them fits
times-word = Add a note, if you like
times-say-none = Say so
times-they-declined = None of your times fits { $name }.
times-they-declined-word = None of your times fits { $name }: “{ $word }”
times-you-declined = You said that none of { $name }'s times fits.
times-they-called-off = { $name } called off your meeting: { $time }
times-you-called-off = You called off your meeting: { $time }
times-offer = Offer times to meet
times-zone = Give them as on your clock ({ $zone }): where you are it is { $clock } now. <settings>Not right?</settings>
times-their-zone = Where { $name } is it is { $clock } now ({ $zone }).
times-first = A time
times-another = Another one
times-length = How long
times-minutes = { $n } min
times-optional = if you like
times-place = Where, or a link
times-send = Offer these times
times-their-calendar = Book with { $name }'s calendar
times-leads-to = leads to { $host }
# On the page of an offer that is booked, between two who are in touch about it already.
times-book = Find a time with { $name }

# What is said when it is done.
times-said-offered = Offered. { $name } has been told.
times-said-agreed = It is agreed. { $name } has been told.
times-said-declined = { $name } has been told that none fits. Is there a time that does?
times-said-called-off = Called off. { $name } has been told.
times-said-taken-back = Taken back.

# Activity.
times-notice-offered = { $who } offers you times to meet.
times-notice-agreed = { $who } took one of your times: you are meeting.
times-notice-declined = None of the times that you offered fits { $who }.
times-notice-called-off = { $who } called off the time you had agreed on.

# On the dashboard.
times-ahead = You meet

# In the file for calendars.
times-calendar-title = { $name } (AI Collective)
times-calendar-words = You two agreed on this time. Your conversation: { $address }
