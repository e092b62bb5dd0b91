# Your data: take it along, take a break, leave; and the way back.

leaving-data = Your data
leaving-lead = It is yours. Take it with you, hide for a while, or leave.
leaving-along = Take everything with you
leaving-along-more = One file with everything of yours: your page, your asks and offers, your conversations with what others wrote to you, what you said in rooms, ratings, points, what you saved and whom you follow. Files you uploaded are in it, up to { $most } MB, newest first; the rest are listed with their addresses. You can read it in any browser, and so can programs. Your password is not in it.
leaving-along-button = Download everything
leaving-along-wait = It is made while you wait. With many messages that takes a moment.
leaving-break = Hide yourself for a while
leaving-break-more = Nobody sees you until you come back:
leaving-break-1 = Your page is hidden, and your asks and offers are in no list.
leaving-break-2 = You get no matches, and places you hold go back to others.
leaving-break-3 = People you have written with keep their conversations. They see that you are not here at the moment.
leaving-break-back = You come back by logging in and one tap, whenever you like. Then everything is as it was.
leaving-break-button = Hide me now
leaving-leave = Leave for good
leaving-leave-more = From now on nobody sees you. For fourteen days you can log in and stay after all. Then, on { $day }, all of this is deleted, and nobody can bring it back:
leaving-leave-1 = Your page, your name, your e-mail and phone number, your asks and offers.
leaving-leave-2 = Whom you follow, what you saved, your points, your settings.
leaving-leave-3 = What you have under way with others is called off.
leaving-leave-stays = What stays is what others have of you: your conversations, the points and ratings you gave. There you are “somebody who left”. Your e-mail is free again at once. Nobody can take your username for three more months, so that links to you do not lead to a stranger.
leaving-leave-open = Leave for good…
leaving-words = The words that you wrote to others
leaving-words-stay = Leave them with the people I wrote to
leaving-words-go = Take them away too: each message stays as an empty line
leaving-username = Your username
leaving-username-hint = Type it, so that this does not happen by accident.
leaving-password = Your password
leaving-leave-button = Delete everything of mine
leaving-no-password = You have no password, which this needs. Set one first.
leaving-is-away = Nobody sees you now. Log in whenever you like, and one tap brings you back.
leaving-is-leaving = You are logged out, and nobody sees you any more. Until it is done you can log in and stop it.
leaving-is-back = Good to have you back. Everything is as it was.
leaving-until = { $name }, everything of yours is deleted on { $date }. Until then you can stay, and nothing is lost.
leaving-keep = Keep everything and come back
leaving-until-more = If you do nothing, it is deleted that day. Until then nobody sees you.
leaving-since = { $name }, you have been hidden since { $date }. Nobody sees you yet.
leaving-come-back = Come back
leaving-come-back-more = Your page, your asks and offers are seen again, and your conversations go on.
leaving-not-now = Not now: log out
leaving-stay = Stay after all?
leaving-welcome = Welcome back

# What stands in the file that one takes along.

leaving-file-title = { $name } on AI Collective
leaving-file-made = @{ $username } on AI Collective. Made on { $made }. All times are of { $zone }.
leaving-file-asks = Your asks
leaving-file-none = None.
leaving-file-offers = Your offers
leaving-file-talks = Your conversations
leaving-file-programs = Everything, for programs
leaving-file-with = With { $name }
leaving-file-back = Back
leaving-file-you = You
leaving-file-edited = , edited
leaving-file-deleted = (deleted)
leaving-file-hidden = (hidden)
leaving-being-packed = It is already being prepared. Give it a moment.
leaving-file-line = In a line
leaving-file-about = About you
leaving-file-where = Where
leaving-file-links = Links
leaving-file-readme =
    Everything of yours on AI Collective.

    index.html           begin here: open it in a browser
    conversations/       your conversations, to read
    files/               what you uploaded
    data/                the same and everything else as JSON, for programs; times are milliseconds since 1970 (UTC)

    Passwords and secrets are not in it.
leaving-file-entries = { $n ->
    [one] { $n } entry
   *[other] { $n } entries
}
leaving-file-messages = { $n ->
    [one] { $n } message
   *[other] { $n } messages
}
leaving-file-notices = What happened, as your activity says it
leaving-file-conversations = Your conversations, with what others wrote to you

# Where an ask or an offer stands, in that file.
# Family: leaving-file-status-*
leaving-file-status-open = open
leaving-file-status-in-progress = in progress
leaving-file-status-fulfilled = done
leaving-file-status-closed = closed
leaving-file-status-draft = draft
leaving-file-status-active = active
leaving-file-status-paused = paused
leaving-file-status-archived = archived
leaving-file-files = Your files
leaving-file-some-stay = Of your files the newest are in here, up to { $most } MB. The others lead to where they are; log in to get them.
leaving-file-not-here = not in here

# What each file of data is, in the list of files.
# Family: leaving-data-*

leaving-data-wordings = How your asks and offers were worded before
leaving-data-ask-tags = The tags of your asks
leaving-data-ask-tools = The tools that your asks name
leaving-data-downloads = What you have downloaded
leaving-data-offer-tags = The tags of your offers
leaving-data-offer-tools = The tools that your offers name
leaving-data-tool-matches = The tools that were found for your asks
leaving-data-receipts = How many were told of your asks
leaving-data-matches = What was found for your asks and offers
leaving-data-claims = Places of asks that you held
leaving-data-awaited-places = Places of asks that you wait for
leaving-data-asks-read = Asks you were told of and have read
leaving-data-looks = Posts you have looked at, by day
leaving-data-saved = What you have saved
leaving-data-reviews = What you say of tools
leaving-data-notice-switches = Which notices you have switched off
leaving-data-interests = What you are into
leaving-data-mails = Mails that were sent to you
leaving-data-new-email = The e-mail that you want and have not confirmed yet
leaving-data-files = Files you uploaded, as a list
leaving-data-search-finds = What your saved searches found
leaving-data-saved-searches = Searches you have saved
leaving-data-room-asks = Messages of yours in rooms that became asks
leaving-data-room-suggestions = Messages that you said could be asks
leaving-data-rooms = Rooms and groups that you are in
leaving-data-room-invites = Groups that you were asked into, and whom you asked
leaving-data-room-bars = Rooms that you were put out of
leaving-data-rooms-opened = Rooms and groups that you opened
leaving-data-connections = Your connections, with ratings given and received
leaving-data-times = Times to meet that you offered or were offered
leaving-data-said-in-rooms = What you wrote in rooms and groups
leaving-data-reactions = Reactions of yours
leaving-data-drafts = What you have typed and not sent
leaving-data-begun = Asks and offers that you have begun and not posted
leaving-data-read-ticks-off = Since when you hide read ticks
leaving-data-follows = Whom you follow, and who follows you
leaving-data-blocks = Whom you have blocked
leaving-data-awaited = Whose coming back you wait for
leaving-data-tastes = What you want less of
leaving-data-reports = What you have reported
leaving-data-decisions = What you decided as an admin
leaving-data-points = Your points, line by line
leaving-data-text-consents = When you said yes or no to texts
leaving-data-texts = Texts that were sent to you
leaving-data-old-usernames = Usernames you had before
leaving-data-standing = How you stand: points, helps, ratings, how you answer
leaving-data-presence = Who sees when you are here
leaving-data-phone = Your phone number
leaving-data-sessions = Where you were logged in
leaving-data-tokens = Your keys for programs, without their secrets
leaving-data-asks = Your asks
leaving-data-offers = Your offers
leaving-data-account = Your account and profile, without the password
