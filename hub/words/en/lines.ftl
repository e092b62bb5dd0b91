lines-offers-help = { $has ->
    [no] { $who } offers to help.
   *[title] { $who } offers to help with “{ $title }”.
}
lines-wants-offer = { $has ->
    [no] { $who } is interested in what you offer.
   *[title] { $who } is interested in “{ $title }”.
}
lines-says-hello = { $who } says hello.
lines-said-yes = { $has ->
    [no] { $who } said yes.
   *[title] { $who } said yes: “{ $title }”.
}
lines-said-no = { $has ->
    [no] { $who } said no this time.
   *[title] { $who } said no this time: “{ $title }”.
}
lines-called-off = { $has ->
    [no] { $who } called it off.
   *[title] { $who } called it off: “{ $title }”.
}
lines-says-done = { $has ->
    [no] { $who } says it is done. Is it? No answer for a week counts as yes.
   *[title] { $who } says “{ $title }” is done. Is it? No answer for a week counts as yes.
}
lines-not-yet-done = { $has ->
    [no] { $who } says it is not done yet.
   *[title] { $who } says “{ $title }” is not done yet.
}
lines-completed = { $has ->
    [no] { $who } says it is done. Thank you!
   *[title] { $who } says “{ $title }” is done. Thank you!
}
lines-week-passed = { $has ->
    [no] A week has passed, so it counts as done.
   *[title] A week has passed, so “{ $title }” counts as done.
}
lines-rated = { $has ->
    [no] { $stars ->
        [one] { $who } gave you 1 star.
       *[other] { $who } gave you { $stars } stars.
    }
   *[title] { $stars ->
        [one] { $who } gave you 1 star: “{ $title }”.
       *[other] { $who } gave you { $stars } stars: “{ $title }”.
    }
}
lines-mentioned = { $has ->
    [no] { $who } mentioned you.
   *[title] { $who } mentioned you in “{ $title }”.
}
lines-replied = { $has ->
    [no] { $who } answered you.
   *[title] { $who } answered you in “{ $title }”.
}
lines-invited = { $has ->
    [no] { $who } invites you to a group.
   *[title] { $who } invites you to “{ $title }”.
}
lines-could-be-ask = { $has ->
    [no] { $who } thinks a message of yours could be an ask. Make it one?
   *[title] { $who } thinks what you wrote in “{ $title }” could be an ask. Make it one?
}
lines-mark-done = { $has ->
    [no] As many as you wanted have helped with your ask. Mark it as done, or ask for more.
   *[title] As many as you wanted have helped with “{ $title }”. Mark it as done, or ask for more.
}
lines-ask-expired = { $has ->
    [no] Your ask has run out.
   *[title] “{ $title }” has run out. You can open it again.
}
lines-ask-ends-soon = { $has ->
    [no] An ask of yours ends in three days. Still looking?
   *[title] “{ $title }” ends in three days. Still looking?
}
lines-hold-ran-out = { $has ->
    [no] Your hold on a place has run out; it is open to others again. You can still write.
   *[title] Your hold on “{ $title }” has run out; it is open to others again. You can still write.
}
lines-hold-not-needed = { $has ->
    [no] The place that you held is not needed any more. Thank you for being ready.
   *[title] The place that you held for “{ $title }” is not needed any more. Thank you for being ready.
}
lines-place-free = { $has ->
    [no] A place that you waited for is free.
   *[title] A place is free: “{ $title }”.
}
lines-report-received = We have your report. You hear from us when somebody has looked at it.
lines-report-looked-at = Somebody has looked at your report.
lines-yours-hidden = { $has ->
    [no] { $kind ->
       *[message] A message of yours is hidden until one of us has looked at it, because several people reported it. Only you see it.
        [profile] Your profile is hidden until one of us has looked at it, because several people reported it. Only you see it.
        [ask] Your ask is hidden until one of us has looked at it, because several people reported it. Only you see it.
        [offer] Your offer is hidden until one of us has looked at it, because several people reported it. Only you see it.
        [review] Your review is hidden until one of us has looked at it, because several people reported it. Only you see it.
    }
   *[title] { $kind ->
       *[message] A message of yours “{ $title }” is hidden until one of us has looked at it, because several people reported it. Only you see it.
        [profile] Your profile “{ $title }” is hidden until one of us has looked at it, because several people reported it. Only you see it.
        [ask] Your ask “{ $title }” is hidden until one of us has looked at it, because several people reported it. Only you see it.
        [offer] Your offer “{ $title }” is hidden until one of us has looked at it, because several people reported it. Only you see it.
        [review] Your review “{ $title }” is hidden until one of us has looked at it, because several people reported it. Only you see it.
    }
}
lines-yours-stays-hidden = { $has ->
    [no] { $kind ->
       *[message] We looked at it: a message of yours stays hidden, since it does not fit here. Only you see it.
        [profile] We looked at it: your profile stays hidden, since it does not fit here. Only you see it.
        [ask] We looked at it: your ask stays hidden, since it does not fit here. Only you see it.
        [offer] We looked at it: your offer stays hidden, since it does not fit here. Only you see it.
        [review] We looked at it: your review stays hidden, since it does not fit here. Only you see it.
    }
   *[title] { $kind ->
       *[message] We looked at it: a message of yours “{ $title }” stays hidden, since it does not fit here. Only you see it.
        [profile] We looked at it: your profile “{ $title }” stays hidden, since it does not fit here. Only you see it.
        [ask] We looked at it: your ask “{ $title }” stays hidden, since it does not fit here. Only you see it.
        [offer] We looked at it: your offer “{ $title }” stays hidden, since it does not fit here. Only you see it.
        [review] We looked at it: your review “{ $title }” stays hidden, since it does not fit here. Only you see it.
    }
}
lines-yours-restored = { $has ->
    [no] { $kind ->
       *[message] We looked at it: a message of yours is shown to everybody again.
        [profile] We looked at it: your profile is shown to everybody again.
        [ask] We looked at it: your ask is shown to everybody again.
        [offer] We looked at it: your offer is shown to everybody again.
        [review] We looked at it: your review is shown to everybody again.
    }
   *[title] { $kind ->
       *[message] We looked at it: a message of yours “{ $title }” is shown to everybody again.
        [profile] We looked at it: your profile “{ $title }” is shown to everybody again.
        [ask] We looked at it: your ask “{ $title }” is shown to everybody again.
        [offer] We looked at it: your offer “{ $title }” is shown to everybody again.
        [review] We looked at it: your review “{ $title }” is shown to everybody again.
    }
}
lines-something-reported = Somebody reported something. It waits for a decision.
lines-back-now = { $who } is here now.
lines-search-found = { $has ->
    [no] Something new fits { $which }.
   *[title] New: “{ $title }” fits { $which }.
}
lines-search-found-many = { $posts } new posts fit { $which }.
lines-searches-found = { $posts } new posts fit searches of yours.
lines-which-search = your search for { $search }
lines-which-search-gone = a search of yours
lines-still-waits = { $has ->
    [no] An ask of { $who }'s came while you were away and is still waiting.
   *[title] { $who }'s ask is still waiting: “{ $title }”. It came while you were away, and nobody has answered it yet.
}
lines-new-follower = { $who } follows you now.
lines-new-password = Your password was changed with a link that we e-mailed you. If it was not you, change it at once.
lines-spared = Two people have waited a week for your answer, so we send you no new asks for now. Tap “I can help again” when you have time.
lines-spared-after-holds = Two places that you held ran out before you could write, so we send you no new asks for now. Tap “I can help again” when you have time.
lines-somebody = Somebody
lines-report-seen = Somebody has looked at it.
lines-report-settled = About your report: { $outcome }
