# Mails. ASCII alone in every language, and no line longer than 76: so no server on the way rewrites them, and a link is never broken apart.

mail-forgotten-subject = A new password for AI Collective
mail-forgotten =
    Hello @{ $handle },

    somebody, probably you, wants a new password for your account.
    Choose one here:

    { $link }

    The link works once, for { $minutes } minutes. If it was not you, you need do
    nothing: your password stays as it is.

    AI Collective
mail-new-password-subject = Your password was changed
mail-new-password =
    Hello @{ $handle },

    your password was just changed with a link that we mailed you.
    Every device and program was logged out.

    If it was not you, choose another one at once, and look after your mailbox:

    { $link }

    AI Collective
mail-new-email-subject = Is this your new e-mail?
mail-new-email =
    Hello @{ $handle },

    you want to use this address on AI Collective from now on. Open this
    link and say yes:

    { $link }

    The link works once, for { $hours } hours. Until then your old address stays.
    If you know nothing of it, you need do nothing.

    AI Collective
mail-email-asked-subject = Your e-mail is about to change
mail-email-asked =
    Hello @{ $handle },

    somebody, probably you, wants another e-mail for your account. It changes
    once a link that was mailed there is opened; until then you log in with this
    one.

    If it was not you, choose a new password at once. That takes the change
    back, too:

    { $link }

    AI Collective
