# Asks: the form, one's own list, the page.

asks-change = Change your ask
asks-ask-for = Ask for something
asks-what-do-you-need = What do you need?
asks-begun-by-message = We have started it with what you said; change what you like. The room then shows how it is going.
asks-lead = Say it the way you would say it to a friend. One sentence is enough.
asks-text-placeholder = Posts for my bakery that sound like me
asks-text-hint = The first line is the title. Below it goes whatever helps: what you tried, what would be good, until when.
asks-address-hint = Of what people are to try or look at.
asks-budget-head = Budget, if you pay for it
asks-budget-from = Budget from
asks-budget-to = Budget to
asks-more-fields = More, if you like: skills, tools, how many people, until when, a picture
asks-category = Which problem is closest?
asks-tools-about = Tools it is about
asks-places = How many people?
asks-places-hint = You can change it any time.
asks-open-until-day = Open until
asks-other-languages = Other languages
asks-no-search-engines = Asks are never offered to search engines.
asks-thanked = Done, with thanks
asks-they-helped-you = They helped you with it.
asks-found-help = { $name } found help here.
asks-mine = My asks
asks-mine-none = You have not asked for anything yet
asks-mine-none-more = Asking gives somebody the pleasure of helping.
asks-put-away-line = You put it away. Only you see it.
asks-more = More
asks-time-over = It has run out.
asks-ends = Ends { $when }.
asks-renew = 30 more days
asks-held = { $n } held
asks-members-only = Only members can read this
asks-members = members
asks-put-away = Put away
asks-more-about = More about this ask
asks-report = Report this ask
asks-asked = asked { $when }
asks-edited = edited { $when }
asks-open-until = open until { $when }
asks-hidden-yours = This ask was reported and is hidden. Only you see it. Your activity says what we decide.
asks-hidden = This ask is hidden: only its owner and admins see it.
asks-done = Done. Well asked.
asks-all-found-line = You have found everybody you wanted. We are not looking any further.
asks-closed = It is closed. Nobody new is told.
asks-looking = Looking for people who fit. This takes a moment.
asks-told = { $n ->
    [one] { $n } person told.
   *[other] { $n } people told.
}
asks-told-more = We keep looking, and tell you when somebody new fits.
asks-nobody-told = Nobody told yet.
asks-nobody-told-more = What is below nearly fits, but nobody has been told: write to them if they look right. We keep looking and tell you.
asks-nobody-fits = Nobody fits yet.
asks-nobody-fits-more = We keep looking and tell you.
asks-was-told = { $name } was told of it.
asks-not-told = { $name } was not told of it.
asks-more-of-theirs = And { $n } more of theirs:
asks-look-yourself = Look for yourself
asks-better-problem = It fits better when it says which problem it is about: <edit>choose one</edit>.
asks-better-labels = It fits better with a topic, or a tool you use: <edit>add one</edit>.
asks-better-words = It fits better with a sentence more about what you need: <edit>change it</edit>.
asks-tools-meanwhile = Meanwhile, these tools may help.
asks-widen = Widen it?
asks-widen-nobody-answered = Nobody has answered so far.
asks-widen-nobody-fits = Nobody fits it as it stands.
asks-widen-change = One change would reach more people:
asks-widen-hint = Opens the form with that one thing changed. Nobody is told before you save it.
asks-budget = Budget
asks-looking-for = Looking for
asks-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
asks-help-with = Help wanted with
asks-topics = Topics
asks-languages = Languages
asks-who-answered = Who answered
asks-who-fits = Who fits
asks-you-two = You two
asks-you-wrote = What you wrote
asks-holds = Holds a place for you for ten minutes while you write. { $name } sees your name.
asks-full-told = We tell you when one is free.
asks-full-write = You can write all the same.
asks-message-hint = A line is enough. It opens a private conversation.
asks-read-all = Read all of it
asks-over-found = Everybody who was needed has been found. <others>Other asks</others> are open.
asks-over-done = This one is done. <others>Other asks</others> are open.
asks-over-closed = This is not open any more. <others>Other asks</others> are.
asks-tools-may-help = Tools that may help
asks-about = About this ask
asks-yours = Your ask
asks-seen = { $n ->
    [one] Seen by { $n } person
   *[other] Seen by { $n } people
}
asks-answers = { $n ->
    [one] { $n } answer
   *[other] { $n } answers
}
asks-fulfil = It is done
asks-close = I don't need it any more
asks-reopen = Open it again
asks-kept = Kept as a draft. Go on with it whenever you like.
asks-saved = Saved.
asks-widened = One thing is changed below: your ask { $change }. Save it, and more people are told.
asks-archived = It is put away. Only you see it.
asks-reopened = It is open again.
asks-renewed = It stays open for 30 more days.
asks-places-number = How many people? A number, please.
asks-all-found = You have found everybody you wanted.
asks-no-date = We can't read that date. Write it like 2026-03-14.
asks-places-now = { $n ->
    [one] You are looking for { $n } person now.
   *[other] You are looking for { $n } people now.
}
asks-answer-beta-tester = I'll try it
asks-answer-feedback = I'll give feedback
asks-answer-collaborator = Let's talk
asks-answer-learning = I can teach this
asks-answer-hire = I can do this
asks-answer-advice = I can help
asks-answer-introduction = I know somebody
asks-seeks-beta-tester = Looking for testers
asks-seeks-feedback = Would love feedback
asks-seeks-collaborator = Looking for somebody to build with
asks-seeks-learning = Wants to learn
asks-seeks-hire = Looking to hire
asks-seeks-advice = Could use a hand
asks-seeks-introduction = Would like to meet somebody
asks-thanks-one = Thanks to { $one }
asks-thanks-two = Thanks to { $one } and { $other }
asks-thanks-more = { $n ->
    [one] Thanks to { $one }, { $other } and one more
   *[other] Thanks to { $one }, { $other } and { $n } others
}
asks-fulfil-hint = You have what you needed. Whoever helped is thanked here.
asks-close-hint = Nobody new is told. You can open it again.
