messages-you-two = You two
messages-about-person = About { $name }
# After a drawn star.
messages-beside-rating = { $n ->
    [one] { $stars } of 5, { $n } rating
   *[other] { $stars } of 5, { $n } ratings
}
messages-beside-helped = { $n ->
    [one] { $n } person helped
   *[other] { $n } people helped
}
messages-beside-ratings = What you said of each other
messages-beside-reviews = What people say
messages-beside-before = Before
messages-see-page = See { $name }'s page
messages-what-to-do = What to do with this message
messages-react = React
messages-another-emoji = Another emoji
messages-an-emoji = An emoji
messages-put-on = Add it
messages-reply = Reply
messages-copy = Copy the text
messages-pin = Pin
messages-report = Report this message
messages-edit = Edit
messages-delete = Delete
messages-deleted = This message was deleted.
messages-hidden = This message is hidden.
messages-hidden-own = Hidden: only you see it.
messages-pinned-mark = pinned
messages-edited-mark = edited
# Read out after an emoji and how many put it on.
messages-reaction-off-too = yours too: take it off
messages-reaction-on-too = add yours
messages-title = Messages
messages-conversations = Conversations
messages-search = Search your messages
messages-archived = Archived
messages-back-to-all = Back to all
messages-none-archived = Nothing is archived.
messages-all-archived = Everything is archived.
messages-none = No conversation yet. The first one begins with an ask, an offer or a hello.
messages-more = More conversations
messages-conversation-with = Conversation with { $name }
messages-all = All conversations
messages-is-away = is not here at the moment
messages-more-about = More about { $name }
messages-tell-back = Tell me when they are back
messages-told-back = We tell you when they are back.
messages-search-here = Search in here
messages-what-is-pinned = What is pinned
messages-unmute = Unmute
messages-mute = Mute
messages-unarchive = Take out of the archive
messages-archive = Archive
messages-unblock = Unblock
messages-report-person = Report { $name }
# Read out before the words of what is pinned.
messages-pinned-before = Pinned:
messages-earlier = Earlier messages
messages-about-gone = About something that is gone
messages-said-hello-own = You said hello
messages-said-hello = { $name } said hello
messages-about = About { $title }
messages-about-post = About <post>{ $title }</post>
messages-to-newest = To the newest messages
# Three moving dots stand behind it.
messages-is-writing = { $name } is writing
messages-has-left = They have left and no longer read this. What you wrote to each other stays with you.
messages-blocked = You have blocked { $name }. You can't write to each other here.
messages-no-reply = Do not answer it
messages-your-message-to = Your message to { $name }
messages-write-to = Write to { $name }
messages-skip = To the message box
messages-send = Send
messages-none-open = No conversation is open
messages-nobody-yet = Nobody to talk to yet
messages-pick = Pick a conversation
messages-nobody-yet-more = Answer an ask or request an offer; that opens one.
messages-pick-more = What you write stays between you two.
messages-new = New
messages-jump = Jump to the first unread
messages-newest = To the newest
messages-one-title = A message
messages-yours = Your message
messages-from = A message from { $name }
# Read out after an emoji.
messages-reaction-off = take it off
messages-reaction-on = add yours
messages-unpin = Unpin
messages-edit-head = Change what you said
messages-delete-own-head = Take it back
messages-delete-head = Remove it
messages-delete-it = Delete the message
messages-pinned = Pinned
messages-back-to-conversation = Back to the conversation with { $name }
messages-none-pinned = Nothing is pinned here. To find a message again, pin it from its menu.
messages-muted-mark = muted
messages-draft = Draft: <draft-words>{ $words }</draft-words>
messages-last-deleted = A message was deleted
messages-last-hidden = A message is hidden
messages-last-own = You: { $words }
messages-search-title = Search messages
messages-search-title-found = “{ $q }” in messages
messages-search-with = Search with { $name }
messages-search-words = Words
messages-search-placeholder = Words you remember
messages-search-only = Only your conversation with <with>{ $name }</with>. <all>Search all of them</all>
messages-search-all = In your own conversations. Nobody else can search them.
messages-search-nothing = Nothing with these words. Try fewer, or only the beginning of one.
# Whom it was written to, and when.
messages-search-own = <strong>{ $name }</strong> · you wrote { $when }
messages-search-theirs = <strong>{ $name }</strong> · wrote to you { $when }
messages-search-earlier = Earlier ones
messages-edit-hint = You can edit it for a day after sending. { $name } sees that it was edited.
messages-pin-both = Pin it for both of you
messages-delete-hint = The words go from both screens and from our store, for good. What stays is a line that says there was a message.
messages-tick-read = Read
messages-tick-delivered = Delivered
messages-tick-sent = Sent
messages-tick-sending = Sending
messages-waits = Will be sent
# In place of one's own name, over one's own message.
messages-you = You
