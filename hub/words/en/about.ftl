# Our story.

about-story = Our story
about-story-description = Why this place exists: people who build with AI and people who only want to use it, helping each other.
about-story-lead = Everybody has something to give, and everybody may ask.
about-story-1 = New tools come out faster than anybody can learn them. Some people build with them all night; others run a bakery, teach a class or look after a parent, and would only like the one thing that works. The two hardly ever meet.
about-story-2 = They need each other. Whoever builds needs somebody who tries it and says honestly where it hurts. Whoever has a problem needs somebody who has solved it before, in words that need no dictionary. So this is a place with two kinds of post: an ask, for what you need, and an offer, for what you can give. When two of them fit, both people see it at once, with the reasons why. Then they talk.
about-generosity = Generosity
about-generosity-more = Help is given because somebody wants to, not as a trade and not as a duty. Nobody keeps a bill. Points say thank you; they buy nothing, and nobody can sell you more of them.
about-curiosity = Curiosity
about-curiosity-more = There are no silly questions here and no clever ones. You don't have to be an expert in anything to help: being one step ahead of somebody is enough.
about-respect = Respect
about-respect-more = Your time is yours: say “I'm full”, and we send you no new asks. A kind no is as good as a yes. And when nobody fits, we say so.
about-closing = What do you need, or what can you give?
about-ask = Ask for something
about-offer = Offer something

# Community guidelines.

about-guidelines = Community guidelines
about-guidelines-description = Six points on how people treat each other here.
about-guidelines-lead = Six points. They apply in rooms, in private messages, and in what you post.
about-else = When somebody ignores them
about-else-report = The menu of every message, profile, ask and offer has “Report”. The people who look after this place read it, and you hear what came of it. What several people report is hidden until somebody has looked.
about-else-report-yours = The menu of every message, profile, ask and offer has “Report”. The people who look after this place read it, and you hear what came of it: see <reports>what you reported</reports>. What several people report is hidden until somebody has looked.
about-else-block = You can also block somebody on their profile. Then neither of you hears from the other again, and they are not told.
about-rule-kind = Be kind, and be useful
about-rule-kind-more = Say what helps. Praise what is good; when something is not, say how it could be better, and to the person.
about-rule-time = Time is somebody's life
about-rule-time-more = Answer, even if it is a no. Come when you said you would, and say so early when you can't.
about-rule-told = What you are told stays with you
about-rule-told-more = Ideas, numbers and troubles that somebody shares belong to them. Ask before you tell anybody else.
about-rule-whose = Say whose it is
about-rule-whose-more = Name who made what you build on, and what a machine wrote for you.
about-rule-adverts = Nobody came here for adverts
about-rule-adverts-more = Offer what was asked for. No pitches nobody wanted, no copies to a dozen people, no chain letters.
about-rule-story = Believe the kinder story
about-rule-story-more = Most short answers are hurry, not rudeness. Ask once more before you take offence.

# Help.

about-help = Help
about-help-description = Short answers to what people ask most.
about-help-lead = Short answers to what people ask most. For everything else there is <general>General</general>, the room that everybody is in.
about-help-begin = To begin with
about-q-what = What is an ask, and what is an offer?
about-a-what = An ask says what you need: somebody to try your app, an hour of advice, a teacher, a pair of hands. An offer says what you can give. You can have as many of both as you like, and change or close them at any time.
about-q-found = How does somebody find me?
about-a-found = When you post, we compare your words with everything that is open, and tell the people who fit best, with the reasons. If nobody fits today, we go on looking and tell you when somebody does. Meanwhile <ava>look yourself</ava>, in your own words.
about-q-technical = I am not technical. Is this for me?
about-a-technical = Yes. Say what you want to be done with, not how. “My invoices take me all Sunday” finds more help than the name of a program.
about-q-cost = What does it cost?
about-a-cost = Nothing. Many offers are free. Where somebody names a price, the two of you agree on it and pay each other directly; no money goes through this place.
about-help-together = Working together
about-q-wrote = Somebody wrote to me. What now?
about-a-wrote = Read it under <messages>Messages</messages>. Say yes if it fits, or no thanks if it does not: both are fine. When you are done, one of you says so, and you can say how it was.
about-q-hear = How do I hear of an answer?
about-a-hear = Here: the bell and a number in the title of the page say that something is new, and <notices>your activity</notices> says what. We send e-mail when your password or your e-mail changes, and about nothing else. Whether you can have a text to your phone, and what the bell tells you, is under <settings>Notifications</settings>.
about-q-claim = What does “I've got this” mean?
about-a-claim = You hold one of the places of an ask for a few minutes while you write, so that nobody writes in vain. Let it go with one tap if you change your mind.
about-q-full = Too many people ask me.
about-a-full = Say “I'm full” in your menu or on your dashboard. No new asks come your way until you say that you can help again. <matches>Your matches</matches> can also be paused for a day or a week, and “Less like this” on a card says what should not come again.
about-q-points = What are points for?
about-a-points = They say thank you. You get some when you post, answer and help somebody to the end. They can't be bought, sold or spent.
about-help-account = You and your account
about-q-online = Who sees that I am online?
about-a-online = People you have written with, and nobody else; while you are “open to help” also those you are matched with. <presence>Switch it off</presence> whenever you like: then you don't see it of others either.
about-q-read = Who can read my asks?
about-a-read = You choose: everyone, or members only. Search engines are asked to leave asks alone. Messages are read by those they are written to; one that is reported, also by the people who look after this place.
about-q-unkind = Somebody is unkind, or something looks like a trick.
about-a-unkind = Use “Report” in its menu, or block the person on their profile. The <guidelines>guidelines</guidelines> say what happens then.
about-q-wait = How do I wait for something that is not here yet?
about-a-wait = <discover>Look for it</discover>, then save the search: we tell you when somebody posts what fits. Your <searches>saved searches</searches> are all on one page.
about-stuck = Still stuck, or found something broken?
about-stuck-more = Say it in General. Somebody there has been stuck in the same place.
about-stuck-go = Go to General
