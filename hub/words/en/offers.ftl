# Offers: the form, one's own list, the page.

offers-change = Change your offer
offers-offer-something = Offer something
offers-what-can-you-give = What can you give?
offers-lead = An hour, an app, a lesson, honest feedback. One sentence is enough.
offers-lead-app = What it does and for whom. One sentence and its link are enough.
offers-write-course = Write a course
offers-lead-course = Who it is for, and what they can do at the end. Begin with its title; the lessons can stand in the text or behind a link.
offers-text-placeholder = I'll make your first landing page readable
offers-text-placeholder-app = Crumb plans your bakes from what is in the cupboard
offers-text-placeholder-course = Your first website in one evening
offers-text-hint = The first line is the title. Below it goes whatever helps: for whom it is, how it goes, what people have at the end.
offers-address = Link
offers-address-hint = Of the app, the course, or what you found.
offers-article = The article
offers-article-hint = If you offer something you wrote: the text itself.
offers-stage = How far is it?
offers-stage-hint = Of an app: whether people can use it already.
offers-stage-unsaid = Say nothing about it
offers-length = How long is it?
offers-length-hint = Of a course, in your own words: six lessons of fifteen minutes.
offers-belongs = Belongs to my app
offers-belongs-none = To none
offers-belongs-hint = It then stands on the card of the app, and leads there.
offers-part-of = Part of
offers-around = Around the app
offers-length-head = Length
offers-price = Price
offers-how-much = How much
offers-price-between-two = A price is agreed and paid between you two.
offers-more-fields = More, if you like: skills, tools, a picture, a file
offers-category = Which problem does it solve?
offers-built-with = Built with
offers-uses = Uses
offers-tools = Tools it uses
offers-mine = My offers
offers-mine-none = You have not offered anything yet
offers-mine-none-more = What do friends ask you for? That is a good first one.
offers-more = More
offers-hidden-state = Hidden
offers-helped = { $n ->
    [one] helped { $n } person
   *[other] helped { $n } people
}
offers-more-about = More about this offer
offers-report = Report this offer
offers-offered = offered { $when }
offers-hidden-yours = This offer was reported and is hidden. Only you see it. Your activity says what we decide.
offers-hidden = This offer is hidden: only its owner and admins see it.
offers-open-to-help = May people you are matched with see when you are online?
offers-open-to-help-more = Only they see it, and nothing else. You can switch it off with one tap, any time.
offers-open-to-help-yes = Yes, show them
offers-open-to-help-no = No, thanks
offers-looking = Looking for people who need this. It takes a moment.
offers-told = { $n ->
    [one] { $n } person told.
   *[other] { $n } people told.
}
offers-told-more = We keep looking, and tell you when somebody new needs it.
offers-nobody-told = Nobody told yet.
offers-nobody-told-more = Look below: it may help one of them. We keep looking and tell you.
offers-nobody-asks = Nobody is asking for this yet.
offers-nobody-asks-more = We keep looking and tell you.
offers-who-asked = Who asked for it
offers-who-needs = Who needs this
offers-say-something = Say something about it
offers-leaving = You are leaving for <strong>{ $host }</strong>.
offers-leaving-costs = What it costs there is between you and them.
offers-go-to = Go to { $host }
offers-or-write = Or write to { $name }
offers-price-between-you = The price is agreed and paid between you.
offers-no-requests = { $name } takes no requests for this right now.
offers-more-by = More by { $name }
offers-about = About this offer
offers-yours = Your offer
offers-requests = { $n ->
    [one] { $n } request
   *[other] { $n } requests
}
offers-post-it = Post it
offers-pause = Pause this offer
offers-go-on = Resume this offer
offers-take-out = Bring it back as a draft
offers-kept = Kept as a draft. Only you see it.
offers-now-draft = It is a draft again. Only you see it.
offers-now-live = It is live.
offers-now-paused = This offer is paused: nobody new is told about it.
offers-price-or-talk = Talk about it, or { $price }? Take the price away, or say how it is paid.
offers-hint-need = What do you need it for? It opens a private conversation.
offers-hint-question = A question, or what you made of it. It opens a private conversation.
