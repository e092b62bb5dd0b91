# Small words that many pages use.

# “1 person”, “3 people”
look-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
# Never shown: what a message with markup and a number looks like.
look-example = <strong>{ $name }</strong> read <rules>{ $n ->
    [one] { $n } rule
   *[other] { $n } rules
}</rules>.

# Beside the label of a field that may be left empty.
look-optional = optional
look-almost-there = Almost there. Please have another look:
look-stars = { $n ->
    [one] { $n } star
   *[other] { $n } stars
}
# Read out in place of five drawn stars.
look-of-5-stars = { $n } of 5 stars
look-here-now = here now
look-search = Search
look-save = Save
look-change = Change
look-show-password = Show<vh> the password</vh>
look-not-now = Not now
look-more = More
look-saved = Saved.
look-ask-hidden = Hidden
look-ask-found = { $n } of { $all } found
look-ask-open = Open
look-ask-under-way = Under way
look-ask-done = Done
look-ask-closed = Closed
look-offer-only-you = Only you see this
look-offer-live = Live
look-offer-paused = Paused
look-offer-put-away = Put away
look-pricing-free = It is free
look-pricing-once = One price
look-pricing-hour = A price per hour
look-pricing-month = A price per month
look-pricing-talk = We agree on a price
look-line-they-offer-help = Say yes? { $name } offers to help.
look-line-they-would-like = Say yes? { $name } would like this.
look-line-they-say-hello = Answer { $name }, who says hello.
look-line-they-answer = { $name } answers next. You have written.
look-line-would-you-like-help = Would you like { $name }'s help? Say yes here.
look-line-will-you-do-it = Will you do it for { $name }? Say yes here.
look-line-talking = You two are talking.
look-line-they-say-yes = { $name } says yes when it fits. You are talking.
look-line-they-confirm = { $name } confirms it, or a week without an answer does. You said it is done.
look-line-is-it-done = Is it done? { $name } says so. No answer for a week counts as yes.
look-line-help-them = Help { $name }, then say so here. It is a yes.
look-line-they-help = { $name } helps you now. Say here when it is done.
look-line-do-it = Do it, then say so here. It is a yes.
look-line-you-are-helping = Say here when it is done. You are helping { $name }.
look-line-they-are-helping = Say here when it is done. { $name } is helping you.
look-line-at-it = Say here when it is done. You have begun.
look-line-you-helped = Done. You helped { $name }.
look-line-they-helped = Done. { $name } helped you.
look-line-done = Done.
look-line-you-said-no = You said no this time.
look-line-without-your-help = { $name } goes on without your help this time. It was kind of you to offer it.
look-line-they-cannot = { $name } can't this time. Somebody else will.
look-line-called-off = Called off.
look-step-yes = Say yes
look-step-begun = We have begun
look-step-helped = I have helped
look-step-yes-done = Yes, it is done
look-step-done = It is done
look-step-not-yet = Not yet
look-step-no = No, thanks
look-step-off = Call it off
look-just-now = just now
look-in-a-moment = in a moment
look-minutes-ago = { $n } min ago
look-in-minutes = in { $n } min
look-hours-ago = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
}
look-in-hours = { $n ->
    [one] in { $n } hour
   *[other] in { $n } hours
}
look-days-ago = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}
look-in-days = { $n ->
    [one] in { $n } day
   *[other] in { $n } days
}
# Dates. Each may take of $weekday, $weekday_short, $day, $month, $month_short, $year, $clock what it needs.
look-date = { $day } { $month_short }
look-date-year = { $day } { $month_short } { $year }
look-exact = { $weekday_short } { $day } { $month_short } { $year }, { $clock }
look-today = Today
look-yesterday = Yesterday
look-written-day = { $day } { $month } { $year }
look-day = { $weekday }, { $day } { $month }
look-day-year = { $weekday }, { $day } { $month } { $year }
# Family: look-month-*
look-month-1 = January
look-month-2 = February
look-month-3 = March
look-month-4 = April
look-month-5 = May
look-month-6 = June
look-month-7 = July
look-month-8 = August
look-month-9 = September
look-month-10 = October
look-month-11 = November
look-month-12 = December
look-month-short-1 = Jan
look-month-short-2 = Feb
look-month-short-3 = Mar
look-month-short-4 = Apr
look-month-short-5 = May
look-month-short-6 = Jun
look-month-short-7 = Jul
look-month-short-8 = Aug
look-month-short-9 = Sep
look-month-short-10 = Oct
look-month-short-11 = Nov
look-month-short-12 = Dec
# Family: look-weekday-*
look-weekday-1 = Monday
look-weekday-2 = Tuesday
look-weekday-3 = Wednesday
look-weekday-4 = Thursday
look-weekday-5 = Friday
look-weekday-6 = Saturday
look-weekday-7 = Sunday
look-weekday-short-1 = Mon
look-weekday-short-2 = Tue
look-weekday-short-3 = Wed
look-weekday-short-4 = Thu
look-weekday-short-5 = Fri
look-weekday-short-6 = Sat
look-weekday-short-7 = Sun
# $when is “in 5 minutes”.
look-too-many-log-ins = Too many tries to log in. Try again { $when }.
look-too-many-sign-ups = Too many new members from this connection. Try again { $when }.
# A form was sent, then changed and sent again: the same form, but not the same wish.
look-sent-before = You have sent this form before, and that went through. This one is different: if you want that too, please send it once more.
look-in-language = { $code ->
    [ar] in Arabic
    [zh] in Chinese
    [nl] in Dutch
    [en] in English
    [fr] in French
    [de] in German
    [hi] in Hindi
    [it] in Italian
    [ja] in Japanese
    [ko] in Korean
    [pl] in Polish
    [pt] in Portuguese
    [ru] in Russian
    [es] in Spanish
    [tr] in Turkish
    [uk] in Ukrainian
   *[other] in another language
}
