tastes-less-title = Less like this
tastes-the-match = The match
tastes-what = What do you want less of?
tastes-means = This match goes, and nobody is told. People and kinds of posts stay away altogether; the rest only counts no more, so a match that has enough other reasons still comes. You can <mine>take any of it back</mine>.
tastes-less = Less of this
tastes-only-this = Is it only this one?
tastes-mine-title = What you don't want to see
tastes-are-paused = All matches are paused
tastes-pause = Pause all matches
# After “All matches are paused”.
tastes-paused-until = Until { $when }. What is found meanwhile waits, and is looked through when the pause ends.
tastes-paused = Until you say so. What is found meanwhile waits, and is looked through when the pause ends.
tastes-go-on = Go on now
tastes-pause-means = You are told of nothing new, and nobody is told of you. What is found meanwhile waits in lists.
tastes-for-a-day = For a day
tastes-for-a-week = For a week
tastes-until-i-say = Until I say so
tastes-rules = You want less of
tastes-no-rules = You have no rules. “Less like this” on a match makes one.
tastes-rules-mean = Only you see these. People and kinds of posts stay away altogether; the rest only counts no more.
tastes-since = since { $when }
tastes-take-back = Take it back<vh>: { $rule }</vh>
tastes-taken = You get less like this. Nobody is told.
tastes-taken-back = Taken back. What went by it is back, and your posts are looked at once more.
tastes-go-on-done = Matches come again. What waited is looked through now.
# After “We can't read that:”
tastes-until-not-said = until when is not said.
tastes-pause-done = All matches are paused. What is found meanwhile waits.
