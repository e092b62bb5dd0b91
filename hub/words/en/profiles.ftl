# A member's page.

profiles-away = away
profiles-here = here now
profiles-demo = demo
profiles-into = Into
profiles-change = Change my profile
profiles-hello = Say hello
profiles-hello-sign-up = Sign up to say hello
profiles-more = More about { $name }
profiles-tell = Tell me when they are back
profiles-told = We tell you when they are back.
profiles-report = Report this profile
profiles-helped = { $n ->
    [one] <strong>{ $n }</strong> person helped
   *[other] <strong>{ $n }</strong> people helped
}
profiles-points = <strong>{ $n }</strong> points
profiles-open-asks = { $n ->
    [one] <strong>{ $n }</strong> open ask
   *[other] <strong>{ $n }</strong> open asks
}
profiles-offers = { $n ->
    [one] <strong>{ $n }</strong> offer
   *[other] <strong>{ $n }</strong> offers
}
profiles-achievements = Achievements
profiles-since = Here since { $when }
profiles-since-today = Here since today
profiles-hidden-own = Your profile was reported and is hidden. Only you see it. Your activity says what we decide.
profiles-hidden = This profile is hidden: only the member and admins see it.
profiles-two = You two
profiles-about = About
profiles-quiet-own = Your page is still quiet
profiles-quiet-own-more = An ask or an offer gives people a reason to write to you.
profiles-offer = Offer something
profiles-ask = Ask for something
profiles-quiet = Nothing here yet
profiles-quiet-more = { $name } has not posted anything that you can see.
profiles-say = What people say
profiles-rating = { $rating }<vh> of 5 stars</vh>
profiles-thanks-more = { $n } more
profiles-blocked = You have blocked { $name }. You two don't see each other here.
profiles-unblock = Unblock
profiles-hello-to = Say hello to { $name }
profiles-first-message = Your first message
profiles-send = Send
profiles-writing-to = Writing to { $name }
profiles-wrote = What you wrote
profiles-bad = Not a good experience?
profiles-block-more = Once you block somebody, you two no longer see or write to each other. They are not told.
profiles-block = Block { $name }

# The shelves of the page.

profiles-shelf-apps = Apps I've built
profiles-shelf-learn = Learn from me
profiles-shelf-work = Work with me
profiles-shelf-love = Things I love
profiles-needs = What I need
profiles-lately = Lately
profiles-stars = { $n } of 5 stars
profiles-thanks-for = <span class="muted">For</span> <what>{ $title }</what>

# What somebody did lately.

profiles-update-offers = Offers <what>{ $title }</what>
profiles-update-asked = Asked for <what>{ $title }</what>
profiles-update-found = Found help with <what>{ $title }</what>
profiles-update-thanks = { $who } for help with <what>{ $title }</what>
profiles-update-helped = Helped { $who } with <what>{ $title }</what>
profiles-update-thanked = { $who } said thank you for <what>{ $title }</what>

# What somebody has reached.

profiles-first-offer = First offer
profiles-first-offer-how = Whoever posts an offer gets this.
profiles-first-ask = First ask
profiles-first-ask-how = Whoever posts an ask gets this.
profiles-course-author = Course author
profiles-course-author-how = Whoever posts a course gets this.
profiles-first-help = First help
profiles-first-help-how = Whoever helps somebody to the end gets this.
profiles-helped-many = Helped { $n }
profiles-helped-many-how = Whoever helps { $n } times to the end gets this.

# Changing one thing of it where it stands: buttons, and what has changed meanwhile.

profiles-edit-leave = Leave it
profiles-add-name = Add your name
profiles-edit-name = Edit<vh> your name</vh>
profiles-add-tagline = Add a line about you
profiles-edit-tagline = Edit<vh> a line about you</vh>
profiles-add-bio = Add something about you
profiles-edit-bio = Edit<vh> something about you</vh>
profiles-add-links = Add links
profiles-edit-links = Edit<vh> links</vh>
profiles-overtaken-by-nothing = This has changed since you opened it: now it is empty. Save once more to put yours in its place.
profiles-overtaken = This has changed since you opened it: now it says “{ $now }”. Save once more to put yours in its place.
profiles-add-app = Add an app you built
