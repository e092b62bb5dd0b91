# What people say of tools.

reviews-of-five = of 5 stars
reviews-count = { $n ->
    [one] { $n } review
   *[other] { $n } reviews
}
reviews-of-title = What people say of { $name }
reviews-of = What people say of <tool>{ $name }</tool>
reviews-nobody-else = Nobody else has said anything yet.
reviews-back-to = Back to { $name }
reviews-earlier = Earlier
reviews-head = What people say
reviews-nobody-said = Nobody has said how it is to use { $name } yet.
reviews-tried-it = Have you tried it?
reviews-tried = Have you tried { $name }? Say how it was
reviews-all = All reviews
reviews-you-said = You said
reviews-stars-of-five = { $n } of 5 stars
reviews-hidden = It was reported and is hidden: only you see it until one of us has looked.
reviews-take-back = Take it back
reviews-other-words = Say it in other words
reviews-how-many-stars = How many stars?
reviews-stars = { $n ->
    [one] { $n } star
   *[other] { $n } stars
}
reviews-text = What should others know?
reviews-text-hint = What did you use it for, what was good, what was not? Everyone can read it, with your name.
reviews-change = Change what I said
reviews-when-changed = { $when }, changed
reviews-report = Report
reviews-report-what = what { $name } says
reviews-thanks = Thank you. Everybody can read it here, with your name.
reviews-taken-back = It is taken back, and gone from every page.
