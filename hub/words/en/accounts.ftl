# Signing up, logging in, a forgotten password.

accounts-who = Say who you are
accounts-wrote = What you wrote
accounts-come-in = Come on in
accounts-come-in-more = It takes a minute. Then say what you need, or what you can give, and see who fits.
accounts-name = Your name
accounts-name-hint = As people should call you.
accounts-page-named = Your page is named after you
accounts-page-name = The name of your page
accounts-page-name-hint = 3 to 30 letters, digits, - or _. Leave it empty, and it is made of your name.
accounts-email = E-mail
accounts-email-hint = Only you see it.
accounts-password = Password
accounts-password-hint = At least 12 characters. Three or four words make a good one.
accounts-been-here = Been here before?
accounts-log-in-instead = Log in instead
accounts-good-to-see = Good to see you
accounts-logged-out = You were logged out meanwhile
accounts-logged-out-more = What you wrote is safe. Log in, and it goes on from there.
accounts-login = Username or e-mail
accounts-forgot-link = Forgot your password?
accounts-new-here = New here?
accounts-sign-up-instead = Sign up instead
accounts-welcome-back = Welcome back
accounts-welcome-back-more = Nothing was lost, and nothing was sent yet. This is what you wrote:
accounts-send-it = Send it
accounts-change-first = Change it first
accounts-forgotten = Forgotten password
accounts-mail-sent = Look into your mail
accounts-mail-sent-more = If somebody here has the address { $email }, a mail is on its way there, with a link to choose a new password. The link works once, for half an hour.
accounts-no-mail = No mail?
accounts-no-mail-more = Look where unwanted mail goes. Perhaps you signed up with another address: <again>try that one</again>. You can be sent three in an hour.
accounts-forgot-more = Say which e-mail you signed up with, and we send you a link to choose a new one.
accounts-send-link = Send me a link
accounts-know-again = You know it again?
accounts-new-password = A new password
accounts-choose = Choose a new password
accounts-choose-more = For @{ $handle }. Every device and program that is logged in with the old one is logged out.
accounts-the-new-password = The new password
accounts-set = Set the password
accounts-link-over = This link is over
accounts-link-over-more = A link works once, for half an hour. Your password is as it was.
accounts-new-link = Send me a new link
accounts-password-set = Your new password is set, and every device was logged out. Log in with it.

# A device, in the list of those where one is logged in.

accounts-not-your-password = That is not your password.
accounts-device = { $browser } on { $system }
accounts-device-program = A program

# What was written before anybody was signed in, and what becomes of it.

accounts-kept-text = In your own words
accounts-kept-title = In one line
accounts-kept-description = More
accounts-kept-body = Text
accounts-kept-message = Your message
accounts-kept-words = Your words
accounts-promise-safe = What you wrote is safe. It goes on from there.
accounts-promise-ask = Your ask is posted right after this, and you see who fits.
accounts-promise-offer = Your offer is posted right after this, and you see who needs it.
accounts-promise-message = Your message is sent right after this.
accounts-sign-up-and-post = Sign up and post it
accounts-sign-up-and-send = Sign up and send it
accounts-promise-public = Anyone on the web can read it. You can change it, and who reads it, whenever you like.
