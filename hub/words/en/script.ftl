# What scripts say on an open page. A page carries them as data; `web/assets/js/words.js` finds them by their keys without `script-`.
# Two keys that end in -one and -other are one message with its plural: `n` chooses.
# Family: script-*

# The line above a page: no network, a hub that moved on.
script-offline = We can't reach AI Collective just now. What you write will be sent when we are back.
script-offline-here = We can't reach AI Collective just now. What you write will be sent when we are back, as long as this window stays open.
script-offline-sends-one = We can't reach AI Collective just now. 1 message will be sent when we are back.
script-offline-sends-other = We can't reach AI Collective just now. { $n } messages will be sent when we are back.
script-offline-sends-here-one = We can't reach AI Collective just now. 1 message will be sent when we are back, as long as this window stays open.
script-offline-sends-here-other = We can't reach AI Collective just now. { $n } messages will be sent when we are back, as long as this window stays open.
script-catching-up = Catching up…
script-logged-out = You are logged out.
script-log-in = Log in
# Two reasons why the hub ends the line (hub/PROTOCOL.md).
script-suspended = this account is suspended.
script-too-many = too many open windows.
script-not-live = This page is no longer live.
script-load-it = Reload it
script-much = A lot has happened.
script-load-page = Reload the page
# In the question before one logs out.
script-unsent-one = 1 message has not been sent yet.
script-unsent-other = { $n } messages have not been sent yet.
script-too-large = This is too long to send at once. Cut it in two, please.
script-not-taken = This could not be sent as it is.

# Times and days.
script-just-now = just now
script-minutes-ago = { $n } min ago
script-hours-ago-one = 1 hour ago
script-hours-ago-other = { $n } hours ago
script-today = Today

# Who is here. The first three are read out beside a dot.
script-unsure = we can't tell just now whether they are here
script-away-mark = away
script-here-mark = here now
script-was-here = Was here { $when }
script-here = Here now
script-away = Away
script-is-away = { $name } is away right now

# Matches and connections.
script-offers = offers
script-needs = needs
script-you-asked = You asked for
script-you-offer = You offer
script-in-touch = You two are in touch
script-new-match = New match: { $name }
script-new-match-more = New match: { $name }, and { $more } more
script-new-matches-one = 1 new match
script-new-matches-other = { $n } new matches
script-new-matches-named = { $n } new matches: { $names }
script-not-open = This is not open any more.

# How an ask stands, and what its posting did.
script-found = { $n } of { $all } found
script-open = Open
script-under-way = Under way
script-done = Done
script-closed = Closed
script-answers-one = { $n } answer
script-answers-other = { $n } answers
script-told-one = 1 person told.
script-told-other = { $n } people told.
script-nobody-told = Nobody told yet. Reload the page to look through who may fit. We keep looking and tell you.
script-nobody-fits = Nobody fits yet. We keep looking and tell you.
script-nobody-fits-tools = Nobody fits yet. We keep looking and tell you. Meanwhile, some tools may help: reload the page to see them.
script-nobody-asks = Nobody is asking for this yet. We keep looking and tell you.

# The places of an ask.
script-place-held-now = The place is held for now.
script-places-all-held = All places are held for now.
script-places-all-taken = All places are taken.
script-places-left-one = 1 place left.
script-places-left-other = { $n } places left.
script-places-left-now-one = 1 place left for now.
script-places-left-now-other = { $n } places left for now.
# One of these three, a dot, and one of the two after them.
script-writes = { $who } is writing to you
script-write-two = { $who } and { $also } are writing to you
script-write-many = { $who }, { $also } and { $more } more are writing to you
script-place-held = the place is held
script-places-held = { $held } of { $places } places held
script-held = { $n } held
script-told-once = We tell you once, when a place is free.

# Messages. The ticks first.
script-tick-waiting = Will be sent
script-tick-sending = Sending
script-tick-stored = Sent
script-tick-delivered = Delivered
script-tick-read = Read
script-tick-failed = Not sent
script-you = You
script-somebody = Somebody
script-new-message = A new message for you
script-deleted = This message was deleted.
script-hidden = This message is hidden.
script-last-deleted = A message was deleted
script-last-hidden = A message is hidden
script-last-own = You: { $words }
script-answers-earlier = In answer to an earlier message
script-editing = Editing
script-pin-both = Pin for both of you
script-pin-all = Pin for everybody
script-unpin = Unpin
script-delete-both = Delete it for both, for good?
script-delete-all = Delete it for everybody, for good?
script-mute = Mute
script-unmute = Unmute
# Read out after an emoji and how many put it on.
script-reaction-off = , yours too: take it off
script-reaction-on = : add yours
script-send-again = Send again
script-take-back = Take it back
script-throw-away = Throw away
# In a room.
script-people-one = 1 person
script-people-other = { $n } people
script-joined = { $name } is here
script-left-room = { $name } has left
script-suggested = Suggested: whoever wrote it decides.

# Files.
script-file-size = A file can be up to { $n } MB.
script-file-count = Up to { $n } go with one message.
script-file-off = Take { $name } off
script-bytes = { $n } bytes
script-goes-on = { $name }: goes on when the connection is back
script-connection-gone = The connection is gone. Nothing is lost: send it again once it is back.
script-picture-of = { $name } ({ $n } of { $all })
script-picture-before = The picture before
script-picture-next = The next picture
script-close = Close
# The square of a photo, and its three sliders.
script-crop = The part that is shown. Arrow keys move it, plus and minus change its size.
script-crop-size = Size
script-crop-across = Left or right
script-crop-down = Up or down

# What is written in one box, and what the hub makes of it.
script-what-is-it = What is it?
script-choose = What is it? Choose, or leave it to us
script-looks-like = Looks like: { $kind }
script-would-hear-one = 1 person would hear of it at once.
script-would-hear-other = { $n } people would hear of it at once.
script-would-hear-nobody = Nobody fits yet. Post it, and we keep looking.
script-would-ask-nobody = Nobody is asking for this yet. Post it, and we keep looking.
script-free = Free
script-contact = Contact
script-per-hour = { $price }/hr
script-per-month = { $price }/mo
script-budget-range = { $least } to { $most }
script-budget-most = up to { $most }
script-budget-least = from { $least }
script-draft-kept = Kept as a draft. You can go on with it on any device.
# The room that is left in a field. $shown is the number as the language writes it.
script-left-one = { $shown } character left
script-left-other = { $shown } characters left
script-over-one = { $shown } character too many
script-over-other = { $shown } characters too many

# Searching and filtering.
script-may-mean = What you may mean
script-suggestions-one = 1 suggestion
script-suggestions-other = { $n } suggestions
script-kind-category = Problem
script-kind-tag = Topic
script-kind-tool = Tool
script-kind-person = Person
script-kind-ask = Ask
script-kind-offer = Offer
script-all-shown = Everything is shown.

# Small buttons.
script-following = Following
script-follow = Follow
# After a number that stands by itself.
script-followers-one = follower
script-followers-other = followers
script-saved = Saved
script-save = Save
script-on = On
script-off = Off
script-copied = Copied
script-words-copied = Copied.
script-take-above = Take it from above
script-your-page = Your page: @{ $handle }
script-not-through = That did not go through. What you wrote is still here: please try again.
