# The landing page.

landing-title = AI Collective: say what you need, meet who fits
landing-can-help = Somebody here can help.
landing-needs-you = Somebody here needs you.
landing-lead = For people who build with AI, and people who only want to use it. Say what you need: whoever fits sees it at once, and you see them, with the reasons why. Then you talk.
landing-placeholder = I bake bread and never know what to post
landing-see-who = See who can help
landing-starters = People begin like this
landing-members = { $n ->
    [one] { $n } member
   *[other] { $n } members
}
landing-open-asks = { $n ->
    [one] { $n } open ask
   *[other] { $n } open asks
}
landing-live-offers = { $n ->
    [one] { $n } offer
   *[other] { $n } offers
}
landing-helps = { $n ->
    [one] { $n } time somebody was helped
   *[other] { $n } times somebody was helped
}
landing-how = How it works
landing-how-say = Say it in your words
landing-how-say-more = “I need help writing posts for my bakery.” No tech words needed.
landing-how-see = See who fits, and why
landing-how-see-more = Before you have put the kettle on, both of you have a card with the reasons.
landing-how-talk = Talk, do it, say thanks
landing-how-talk-more = Free or paid, five minutes or a month. Helping earns points and a good name.
landing-faces = Some of us
landing-asking = People are asking
landing-all-asks = All asks
landing-giving = People are giving
landing-all-offers = All offers
landing-by-problem = Look around by problem
landing-closing = You know something that somebody is looking for
landing-closing-more = You don't have to be an expert in anything. You have to be one step ahead of somebody.
landing-look-around = Look around first
landing-next-who = Next you say who you are: a name, an e-mail, a password. Then it is sent.
landing-what-fits = What fits
landing-nothing-fits = Nothing here fits that yet. An ask waits for the right person, so you don't have to.
landing-things-fit = { $n ->
    [one] { $n } thing fits.
   *[other] { $n } things fit.
}
landing-all-of-it = All of it, with filters
landing-let-find = Let a person find you
landing-post-it = Post it as an ask: whoever fits hears of it at once, today or next week. You only say who you are.
landing-post-this = Post this as an ask
landing-somebody-offers = Somebody offers it
landing-others = Others that mention it
landing-tools-do = Tools that do it
landing-demo = This is how it goes: an example
landing-demo-asks = { $name } asks
landing-demo-said = An example that changes by itself:
landing-demo-pair = { $asker } asks for “{ $sentence }”, and a moment later has a card with { $helper }, who offers “{ $offer }”, and the reasons why.
landing-demo-made-up = The people in it are made up.
landing-demo-hold = Pause
landing-starter-1 = Help me write posts for my small shop
landing-starter-2 = I need people to try my app
landing-starter-3 = Somebody to look at my website and say what confuses them
# Family: landing-demo-*
landing-demo-1-sentence = Posts for my bakery that sound like me
landing-demo-1-line = Eleven years of adverts, now plain sentences
landing-demo-1-answers = usually answers in 12 min · 9 of the last 10
landing-demo-1-offer = I write posts for small shops
landing-demo-1-price = Free
landing-demo-1-reason-1 = the ask says “posts for my bakery”, the offer “posts for small shops”
landing-demo-1-reason-2 = both about copywriting
landing-demo-2-sentence = Five people to try my app for choirs
landing-demo-2-line = Sings bass, loses the sheet music
landing-demo-2-answers = usually answers in 2 h · 4 of the last 5
landing-demo-2-offer = I try apps for choirs, bands and clubs
landing-demo-2-price = Free
landing-demo-2-reason-1 = you both say: app, choirs
landing-demo-2-reason-2 = both about user testing
landing-demo-3-sentence = Somebody to teach me to edit my grandchildren's videos
landing-demo-3-line = Cuts films at night, teaches by day
landing-demo-3-answers = usually answers in 40 min · 10 of the last 10
landing-demo-3-offer = An hour of video editing for beginners
landing-demo-3-price = $20/hr
landing-demo-3-reason-1 = the ask says “teach me”, the offer “for beginners”
landing-demo-3-reason-2 = both about video editing
