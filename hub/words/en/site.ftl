# Saving and following on the cards of /discover.
site-save = Save
site-save-it = Save: { $name }
site-follow = Follow

# Another e-mail, and the link that confirms it.
site-email-link-over = This link no longer works: it works once, for 24 hours. Your e-mail is as it was; you can get a new link in your settings.
site-no-new-email = There is no new e-mail to confirm.
site-mailed-enough = { $n ->
    [one] You were mailed a link within this hour. Check your e-mail, or try again later.
   *[other] You were mailed { $n } links within an hour. Check your e-mail, or try again later.
}
site-email-asked = Check your e-mail: open the link that we sent to the new address.
site-email-again = We have sent the link once more.
site-email-kept = Your e-mail stays as it is.
site-email-confirmed = Your new e-mail is confirmed. Log in with it from now on.
site-email-confirmed-log-in = Your new e-mail is confirmed. Log in with it.
site-email-title = Your new e-mail
site-email-question = Is this your new e-mail?
site-email-what = <strong>{ $email }</strong>, for @{ $handle }. Once you say yes you log in with it, and we send our e-mails there.
site-email-yes = Yes, use this one
site-email-over = This link no longer works
site-email-over-why = A link works once, for 24 hours. Your e-mail is as it was; you can get a new link in your settings.
site-email-settings = Your settings
site-email-waits = <strong>{ $email }</strong> is not confirmed yet. Open the link that we e-mailed there { $when }: it works for 24 hours. Until then your old address stays.
site-email-send-again = Send the link again
site-email-keep = Keep the old one

# What one is into: on /discover, and on match cards as a reason for oneself alone.
site-into-head = What you are into
site-into-change = Change it
site-into = you are into { $name }
