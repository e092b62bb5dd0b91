# What is said when something did not work: a title and a line for each status.

problem-unreadable = We could not read that
problem-unreadable-more = What arrived was incomplete, or not what this page expects. Go back, reload the page and try once more.
problem-log-in = Please log in first
problem-log-in-more = This page is for members. Logging in takes a moment, and then you are back here.
problem-not-yours = That is not yours to do
problem-not-yours-more = It belongs to somebody else, or this form is from another visit. Go back, reload the page and try once more.
problem-nothing = There is nothing here
problem-nothing-more = Maybe it was put away, maybe the address has a typo, maybe it is only for members.
problem-other-way = That is not how this door opens
problem-other-way-more = The address is right, but it can't be used like this.
problem-moved-on = The world has moved on
problem-moved-on-more = Somebody was faster, or this was done already. Reload the page to see how things are now.
problem-too-large = That is too large
problem-too-large-more = What you sent is too large. Make it shorter or smaller and send it again.
problem-mend = Something needs fixing
problem-mend-more = Go back and have another look at what you typed.
problem-too-fast = Slow down a little
problem-too-fast-more = That was a lot in a short time. Wait a moment, then go on.
problem-busy = We are very busy right now
problem-busy-more = Nothing was lost. Try again in a moment.
problem-broken = Something broke on our side
problem-broken-more = It is our fault, not yours. Nothing was half saved. Try again in a moment.
problem-again = It is worth trying again { $soon }.
problem-home = Go home
problem-look-around = Look around
problem-write-to-us = If you write to us about it, this helps: <code>{ $id }</code>

# The same for programs, in a line.

problem-nothing-here = There is nothing here, or nothing that you may see.
problem-other-method = That address takes another method.
problem-more-than-fits = That is too large.
problem-cannot-read = We can't read that.
problem-something-broke = Something broke on our side. Try again in a moment.
problem-stale = That page is from an earlier visit, so we did nothing. Go back, reload it and try once more.
problem-stale-now = That page is from an earlier visit, so we did nothing. You are @{ $handle } now. Go back, reload it and try once more.

# A form that has to be sent once more, and what can't be taken.

problem-nothing-sent-yet = Nothing is sent yet. Change what you like, then send it.
problem-typed-before = This page was from an earlier visit, so nothing was stored. What you typed is still here: please send it once more.
problem-typed-before-now = This page was from an earlier visit, so nothing was stored. You are @{ $handle } now. What you typed is still here: please send it once more.
problem-form-type = A form comes as application/x-www-form-urlencoded.
problem-json-type = The body comes as application/json.
