moderation-block-means = Once you block somebody, you two no longer see or write to each other. They are not told.
moderation-block = Block { $name }
# After “We can't read that:”
moderation-who-not-said = who it is about is not said.
moderation-hidden-done = It is hidden. Whoever reported it and its owner are told.
moderation-restored-done = It is shown again. Whoever reported it and its owner are told.
moderation-dismissed-done = It stays as it is. Whoever reported it is told.
moderation-suspended-done = They can no longer take part, and are logged out everywhere.
moderation-let-in-done = They may take part again.
moderation-title = Reports
moderation-which = Which reports
moderation-no-decisions = Nobody has decided anything yet.
moderation-by = by { $who }
moderation-by-house = by the house
moderation-none-wait = Nothing is waiting. Everybody who reported something has an answer.
moderation-none-hidden = Nothing is hidden.
moderation-hidden-mark = hidden
moderation-suspended-mark = suspended
moderation-hidden-by = Hidden { $when } by { $name }.
moderation-hidden-by-reports = Hidden { $when } by reports.
moderation-gone = somebody who is gone
moderation-yours = It is yours: somebody else decides about it.
moderation-suspend = Suspend { $name }…
moderation-let-in = Let { $name } back in
moderation-suspend-means = They can no longer take part, and are logged out everywhere at once. Their posts and their name go from every page. You can let them back in.
moderation-suspend-yes = Yes, suspend { $name }
moderation-earlier = Earlier
moderation-mine-title = My reports
moderation-mine-none = You have not reported anything. You can, from the menu of a message, a profile, an ask or an offer, and beside each review of a tool.
moderation-outcome-kept = left as it is
moderation-outcome-hidden = taken away
moderation-outcome-open = we are looking
moderation-undecided = Nobody has decided yet. You will hear from us.
moderation-mine-earlier = Earlier reports
moderation-report-title = Report
moderation-report-head = { $what ->
    [message] Report this message
    [profile] Report this profile
    [ask] Report this ask
    [offer] Report this offer
   *[other] Report this review
}
moderation-report-lead = One of us looks at it, and you hear what comes of it. { $name } is not told who reported it.
moderation-what-you-report = What you report
moderation-what-is-wrong = What is wrong with it?
moderation-words = Anything we should know?
moderation-words-hint = Only those who look at reports read it.
moderation-send = Send the report
moderation-leave-alone = Or just be left alone
moderation-wall = You have blocked { $name }. You two don't see each other here.
moderation-unblock = Unblock
moderation-blocked = You two no longer see or write to each other. They are not told.
moderation-unblocked = They are no longer blocked. You can meet each other again.
moderation-thanks = Thank you. We have your report, and tell you what comes of it.
moderation-pick-reason = Pick what is wrong with it.
moderation-show-open = Waiting
moderation-show-hidden = Hidden
moderation-show-log = Decisions
moderation-keep-hidden = Keep it hidden
moderation-hide = Hide it
moderation-restore = Show it again
moderation-dismiss = Leave it as it is
moderation-log-hidden-by-reports = <strong>{ $what }</strong> was hidden by three reports
moderation-log-hidden = <strong>{ $what }</strong> was hidden
moderation-log-restored = <strong>{ $what }</strong> was shown again
moderation-log-dismissed = <strong>{ $what }</strong> was left as it is
moderation-log-suspended = <strong>{ $what }</strong> was suspended
moderation-log-let-in = <strong>{ $what }</strong> may take part again
moderation-guidelines = What we look after
moderation-see-log = See what was decided
moderation-see-open = See what waits
