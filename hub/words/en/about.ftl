# Our story.

about-story = Our story
about-story-description = Why this place exists: people who build with AI and people who only want to use it, helping each other.
about-story-lead = Everybody has something to give, and everybody may ask.
about-story-1 = New tools come out faster than anybody can learn them. Some people build with them all night; others run a bakery, teach a class or look after a parent, and would only like the one thing that works. The two hardly ever meet.
about-story-2 = They need each other. Whoever builds needs somebody who tries it and says honestly where it hurts. Whoever has a problem needs somebody who has solved it before, in words that need no dictionary. So this is a place with two kinds of post: an ask, for what you need, and an offer, for what you can give. When two of them fit, both people see it at once, with the reasons why. Then they talk.
about-generosity = Generosity
about-generosity-more = Helping is at the centre here. Much of it is free, because somebody wants to. Some people ask a price for their work: they say so beforehand, and the two agree on it between themselves. Points say thank you; they buy nothing, and nobody can sell you more of them.
about-curiosity = Curiosity
about-curiosity-more = There are no silly questions here and no clever ones. You don't have to be an expert in anything to help: being one step ahead of somebody is enough.
about-respect = Respect
about-respect-more = Your time is yours: say “I'm full”, and we send you no new asks. A kind no is as good as a yes. And when nobody fits, we say so.
about-closing = What do you need, or what can you give?
about-ask = Ask for something
about-offer = Offer something

# Who runs the hub: on our story, in help, and below.

about-keeper = Who runs this hub
about-keeper-is = <strong>{ $name }</strong> runs it.
about-keeper-unsaid = Whoever runs this hub has not said who they are yet.
about-keeper-demo = Nobody: this is a made-up town on somebody's own machine, to look around in. None of its people exist.
about-keeper-contact = Write to <to>{ $contact }</to>.

# What happens to what one writes. Each sentence is true of the program: look there before you change one.

about-privacy = What happens to what you write
about-privacy-description = What is kept here, who can read it, for how long, and how you take it along or delete it.
about-privacy-lead = What is kept here, who can read it, for how long, and how you take it along or delete it. In plain words, without small print.
about-privacy-where = What is kept, and where
about-privacy-where-1 = What you tell us: your name, your e-mail, what your page says, your asks and offers, messages, ratings, files, your settings, and your phone number if you give it. Your password is kept in a form that nobody can read back. We also note which posts you looked at on which day: their owners see a number, never a name.
about-privacy-where-files = All of it lies in this hub's own database and among its own files.
about-privacy-where-store = All of it lies in this hub's own database. Files that people upload lie in a store that whoever runs this hub has chosen for them.
about-privacy-where-2 = Nothing is sent to a company that makes AI. Who fits whom, and what a search finds, this hub works out by itself, where it runs.
about-privacy-who = Who can read it
about-privacy-who-posts = <strong>Asks and offers:</strong> everyone on the web, or members only. You choose for each. Search engines are asked to leave asks alone.
about-privacy-who-page = <strong>Your page:</strong> whoever has its address. Search engines are asked not to list it until you say so. Your e-mail and your phone number are on no page.
about-privacy-who-messages = <strong>Messages:</strong> the two who write to each other, or everybody in the group. What you say in a room, every member can read.
about-privacy-who-reported = <strong>The people who look after this place</strong> read what is reported: of a conversation the message that somebody reported, not the rest of it. They also see how asks and offers were worded before.
about-privacy-who-keeper = <strong>Whoever runs this hub</strong> has the machine, and so could read what lies on it, as on nearly every site. Messages are not locked with a key that only the two of you have.
about-privacy-others = What others get
about-privacy-others-none = There is no advertising here, nobody counts you for others, and no script, font or button of another site is on these pages. What goes out is this:
about-privacy-texts-on = <strong>Texts:</strong> only if you give your number and say yes. Then Twilio, which delivers them, gets your number and the text: who it was, and what it is about.
about-privacy-texts-off = <strong>Texts</strong> are switched off here. Nothing goes to a phone company.
about-privacy-mails-on = <strong>Mails</strong> about your password and your e-mail go through the mail server that whoever runs this hub uses.
about-privacy-mails-off = <strong>Mails</strong> are switched off here. They are written into a folder of this hub and go nowhere.
about-privacy-links-on = <strong>Links:</strong> when you post a link, this hub reads that page to show a card of it. The other site sees this hub, not you.
about-privacy-links-off = <strong>Links</strong> that you post are not looked at. Nobody is asked about them until somebody opens one.
about-privacy-pictures = <strong>Pictures from elsewhere:</strong> somebody may put a picture of another site into a post. Then your browser fetches it there, without saying which page you are reading.
about-privacy-cookies = Cookies
about-privacy-cookies-none = None of them follows you anywhere, so there is nothing to click away.
about-privacy-cookie-session = <strong>session</strong> keeps you logged in: { $days } days, or until you log out.
about-privacy-cookie-visit = <strong>visit</strong> says, before you log in, that a form comes from your own browser: { $days } days.
about-privacy-cookie-theme = <strong>theme</strong> and <strong>language</strong> remember what you chose at the foot of a page: a year each.
about-privacy-cookie-flash = <strong>flash</strong> is the line that the next page shows, such as “Saved.”: five minutes at most.
about-privacy-cookie-mail = <strong>reset</strong> and <strong>email</strong> hold the key of a link that we mailed you: half an hour, and a day.
about-privacy-browser = While you are logged in, your browser also keeps what you have written and not sent yet, and your latest conversations, to be read without a network. Logging out throws both away.
about-privacy-long = For how long
about-privacy-long-posts = <strong>Asks and offers</strong> stay until you leave. Put one away, and only you see it. Of one that you change, the latest 50 wordings are kept.
about-privacy-long-messages = <strong>A message</strong> that you delete loses its words at once and its files soon after; an empty line stays. A file that nothing uses is deleted after a day.
about-privacy-long-log-in = <strong>Where you logged in:</strong> the kind of device, its network address and the times stay with your account until you leave.
about-privacy-long-leave = <strong>If you leave,</strong> nobody sees you from then on, and for { $days } days you can stay after all. Then your page, name, e-mail, phone number, asks, offers, points and settings are deleted, and nobody can bring them back.
about-privacy-long-stays = <strong>What others have of you</strong> stays: your conversations and ratings, by “somebody who left”. You can take your words away, too. Your username is nobody's for { $days } days more.
about-privacy-long-reports = <strong>Reports of yours</strong> keep neither your words nor your name once you have left, only that somebody reported. What was decided stays.
about-privacy-long-copies = <strong>Safety copies:</strong> whoever runs this hub may keep copies of its database for when something breaks. Ask them for how long.
about-privacy-yours = Take it along, or leave
about-privacy-yours-more = Under <data>Your data</data> you download everything of yours as one file, take a break, or leave for good. You need nobody for that.

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
about-help-lead-contact = For everything else, write to <to>{ $contact }</to>.
about-help-lead-account = For everything else there is General, a room for all members: you need <up>an account</up> to ask there.
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
about-q-data = What happens to what I write, and how do I delete it?
about-a-data = It stays in this hub and goes to no AI company; <privacy>what happens to what you write</privacy> says it in full. Delete a message in its menu; download everything or leave for good under <data>Your data</data>.
about-q-unkind = Somebody is unkind, or something looks like a trick.
about-a-unkind = Use “Report” in its menu, or block the person on their profile. The <guidelines>guidelines</guidelines> say what happens then.
about-q-wait = How do I wait for something that is not here yet?
about-a-wait = <discover>Look for it</discover>, then save the search: we tell you when somebody posts what fits. Your <searches>saved searches</searches> are all on one page.
about-stuck = Still stuck, or found something broken?
about-stuck-more = Say it in General. Somebody there has been stuck in the same place.
about-stuck-contact = Write to whoever runs this hub. Once you have an account, General is there, too.
about-stuck-write = Write to them
about-stuck-account = Members ask in General, where somebody has been stuck in the same place. You need an account for that.
about-stuck-go = Go to General
