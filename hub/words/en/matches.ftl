matches-is-here = is here now
# Between a name and the title of an offer.
matches-offers = offers
matches-needs = needs
matches-you-asked = You asked for
matches-you-offer = You offer
matches-why = Why this?
matches-is-away = { $name } is away right now
matches-write-to-one = Write to { $name }
matches-in-touch = You two are in touch
matches-read-hint = <read-name>{ $name }</read-name> only sees how many people read this, never your name.
matches-write-to = Write to <first-name>{ $name }</first-name>
matches-first-message = Your first message
matches-not-for-me = Not for me
matches-less = Less like this…
matches-request = Ask for this: <request-title>{ $title }</request-title>
matches-request-made-up = Ask for this: { $title }
matches-request-hint = This asks for the offer above, and says what you need: change it as you like. Your own ask stays as it is.
