# What was begun and not posted.

drafts-began = You began something { $when }: “{ $title }”
drafts-go-on = Go on with it
drafts-more = { $n } more
drafts-elsewhere = You went on with this on another device
drafts-stands = What stands there now:
drafts-take = Go on with that one
drafts-mine = Keep what is here
drafts-begun = Begun, and not posted yet
drafts-throw-away = Throw away
drafts-no-words = Without words yet
drafts-thrown-away = Thrown away.
