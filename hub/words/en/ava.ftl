# Ava: one sentence in, everything that fits out.

ava-description = Say in one sentence what you need, and see the tools, offers and people that fit.
ava-head = What would help you right now?
ava-head-found = This is what fits
ava-lead = One sentence is enough. Ava looks through what people here offer, and through the tools. This is search. What you post as an ask, a person answers.
ava-need = What you need, in your own words
ava-look = Look for it
ava-ask-people = Ask people instead
ava-post-it = Post it as an ask: whoever fits hears of it at once, today or next week.
ava-others-need = Others need it too
ava-starter-1 = Help me write posts for my small shop
ava-starter-2 = I need people to try my app and say what annoys them
ava-starter-3 = Teach me AI from zero, without computer words
ava-starter-4 = Answer my customers' e-mails without losing my evenings
ava-starter-5 = Make a logo and pictures that look like one hand made them
ava-starter-6 = Somebody to look at my website and say what confuses them
