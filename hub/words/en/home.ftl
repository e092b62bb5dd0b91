# The dashboard.

home-title = Home
home-welcome = Welcome, { $name }
home-hello = Hello, { $name }
home-ask = Ask
home-offer = Offer
home-numbers = You in numbers
home-open-asks = { $n ->
    [one] open ask
   *[other] open asks
}
home-live-offers = { $n ->
    [one] live offer
   *[other] live offers
}
home-helped = { $n ->
    [one] person helped
   *[other] people helped
}
home-this-month = { $n } this month
home-points = points
home-waiting = Waiting for you
home-holds = Places you hold
home-matches = Matches for you
home-matches-all = See all your matches
home-matches-newest = Newest first
home-matches-rules = What reaches me
home-paused-until = Your matches are paused until { $when }: you get no new ones. We keep what we find for later. <change>Go on, or change it</change>
home-paused = Your matches are paused: you get no new ones. We keep what we find for later. <change>Go on, or change it</change>
home-no-match = No match is waiting
home-no-match-new = Post an ask or an offer, and whoever fits appears here.
home-no-match-more = We keep looking. Whoever fits appears here.
home-ask-something = Ask for something
home-look-around = Look around in the meantime
home-tools = Tools worth a look
home-tools-all = All tools
home-my-asks = My asks
home-no-asks = What would make your week easier? <new>Ask for it</new>
home-held = { $n } held
home-my-offers = My offers
home-no-offers = What do friends ask you for? <new>Offer it</new>
home-full = You said you are full: we send you no new asks.
home-can-help = I can help again
home-too-much = Too much right now?
home-i-am-full = I'm full: no new asks
home-activity = Activity
home-points-mean = Points say thank you: for offering, answering and helping. They stand on your page, and nobody can buy, sell or spend them.
home-all-seen = All seen
home-seen-today = Seen today
home-seen = { $n ->
    [one] { $n } person looked at <post>{ $title }</post> today
   *[other] { $n } people looked at <post>{ $title }</post> today
}
home-all-activity = All activity
home-quiet = Quiet so far. What happens with your asks and offers appears here. <asks>See what others ask for</asks>

# Three small things to begin with.

home-steps = Three small things to begin with
home-steps-done = { $n } of 3 done
home-step-done = : done
home-step-ask-more = One sentence is enough. Whoever fits hears of it at once.
home-step-ask-button = I need something
home-step-offer = Offer one small thing
home-step-offer-more = You don't have to be an expert. Take one of these, or <new>say it yourself</new>.
home-step-offer-list = Small things to offer
home-step-hello = Say hello in General
home-step-hello-more = The room that everybody is in. Your name and what you do all day is plenty.
home-step-hello-button = Say hello

# Small things to offer: what stands on the button, and the title that the form begins with.
# Family: home-small-*
home-small-website = Look at a website
home-small-website-title = I look at your website and tell you the truth
home-small-app = Try somebody's app
home-small-app-title = I try your app and say where I got stuck
home-small-text = Read what somebody wrote
home-small-text-title = I read what you wrote and say what I would change
home-small-design = Look at a design
home-small-design-title = I look at your design and say what I see first
home-small-code = Read code
home-small-code-title = I read your code and say what I would change
home-small-customers = Help somebody be heard of
home-small-customers-title = I help you think about how people hear of what you do
home-small-keeping-on = Keep somebody going
home-small-keeping-on-title = I ask you once a week how far you have got
home-small-introduction = Introduce people
home-small-introduction-title = I introduce you to somebody who can help
