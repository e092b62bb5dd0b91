# What was begun and not posted.

drafts-began = You started something { $when }: “{ $title }”
drafts-go-on = Go on with it
drafts-more = { $n } more
drafts-elsewhere = You went on with this on another device
drafts-stands = What it says there:
drafts-take = Go on with that one
drafts-mine = Keep what is here
drafts-begun = Started, and not posted yet
drafts-throw-away = Throw away
drafts-no-words = No words yet
drafts-thrown-away = Thrown away.
