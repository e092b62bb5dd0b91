notices-title = Activity
notices-mark-all = Mark all as seen
notices-none = Quiet so far
notices-none-more = What happens with your asks and offers stands here.
notices-ask = Ask for something
notices-newest = The newest
notices-earlier = Earlier
notices-stop-search = Stop<vh> this search</vh>
notices-renew = 30 more days
# After “We can't read that:”
notices-which-not-said = which ones is not said.
