# Signing up, logging in, a forgotten password.

accounts-who = Say who you are
accounts-wrote = What you wrote
accounts-come-in = Come on in
accounts-come-in-more = It takes a minute. Then say what you need, or what you can give, and see who fits.
accounts-name = Your name
accounts-name-hint = What people should call you.
accounts-page-named = Your page is named after you
accounts-page-name = The name of your page
accounts-page-name-hint = 3 to 30 letters, digits, - or _. Leave it empty and we make one from your name.
accounts-email = E-mail
accounts-email-hint = Only you see it.
accounts-password = Password
accounts-password-hint = At least 12 characters. Three or four words make a good one.
accounts-been-here = Been here before?
accounts-log-in-instead = Log in instead
accounts-good-to-see = Good to see you
accounts-logged-out = You have been logged out
accounts-logged-out-more = What you wrote is safe. Log in, and pick up where you left off.
accounts-behind-clips = Social clips are pictures of what you offer, to show elsewhere. Log in, and here are yours.
accounts-behind-courses = In the course builder you make a course of what you know. Log in to begin one.
accounts-behind-home = Log in to see your dashboard: what waits for you, and who fits.
accounts-behind-messages = Log in to read your messages.
accounts-behind-connections = Log in to see whom you have met here, and how far the two of you are.
accounts-behind-community = Log in to come into the rooms where members talk. Everybody is in General.
accounts-behind-my = Log in to see what is yours here: asks, offers, and what you have saved.
accounts-behind-settings = Log in to change your settings, take your data along or leave.
accounts-behind-else = Log in to go on.
accounts-login = Username or e-mail
accounts-forgot-link = Forgot your password?
accounts-new-here = New here?
accounts-sign-up-instead = Sign up instead
accounts-welcome-back = Welcome back
accounts-welcome-back-more = Nothing was lost, and nothing was sent yet. This is what you wrote:
accounts-send-it = Send it
accounts-change-first = Change it first
accounts-forgotten = Forgotten password
accounts-mail-sent = Check your e-mail
accounts-mail-sent-more = If somebody here has the address { $email }, we have sent a link there to choose a new password. The link works once, for half an hour.
accounts-no-mail = No e-mail?
accounts-no-mail-more = Look in your spam folder. Perhaps you signed up with another address: <again>try that one</again>. We send at most three an hour.
accounts-forgot-more = Tell us the e-mail you signed up with, and we send you a link to choose a new password.
accounts-send-link = Send me a link
accounts-know-again = Remembered it?
accounts-new-password = A new password
accounts-choose = Choose a new password
accounts-choose-more = For @{ $handle }. Every device and program that is logged in with the old one is logged out.
accounts-the-new-password = The new password
accounts-set = Set the password
accounts-link-over = This link no longer works
accounts-link-over-more = A link works once, for half an hour. Your password has not changed.
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
accounts-promise-safe = What you wrote is safe. You pick up where you left off.
accounts-promise-ask = Your ask is posted right after this, and you see who fits.
accounts-promise-offer = Your offer is posted right after this, and you see who needs it.
accounts-promise-message = Your message is sent right after this.
accounts-sign-up-and-post = Sign up and post it
accounts-sign-up-and-send = Sign up and send it
accounts-promise-public = Anyone on the web can read it. You can change it, and who reads it, whenever you like.
