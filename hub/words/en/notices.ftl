notices-title = Activity
notices-mark-all = Mark all as seen
notices-none = Quiet so far
notices-none-more = What happens with your asks and offers appears here.
notices-ask = Ask for something
notices-newest = The newest
notices-earlier = Earlier
notices-stop-search = Stop<vh> this search</vh>
notices-renew = 30 more days
# After “We can't read that:”
notices-which-not-said = which ones is not said.

# Where somebody hears of an answer. $bell: whether the bell tells them.
notices-hear-ask = { $bell ->
    [yes] You see answers here and on the bell. We don't send e-mail about them.
   *[no] You see answers here. We don't send e-mail about them.
}
notices-hear-ask-text = When you are away, your phone gets a text, too.
notices-hear-yes = { $bell ->
    [yes] You see the answer here, and a yes or a no on the bell, too. We don't send e-mail about it.
   *[no] You see the answer here. We don't send e-mail about it.
}
notices-hear-yes-text = If it is a yes while you are away, your phone gets a text.
notices-who-needs-help = See who needs help
