# How a post was worded before.

wordings-title = How it was worded before
wordings-lead = Only whoever wrote it, and who looks after the collective, can read this. Everybody else sees that it was changed, and when.
wordings-none = It reads as it did on the first day
wordings-none-more = When you change its words, the older ones are kept here.
wordings-back = Back to it
wordings-changed = Changed { $when }
wordings-taken-out = taken out:
wordings-put-in = put in:
wordings-newest = The newest
wordings-earlier = Earlier
