# What stands on the pages of settings.

settings-title = Settings

# Names of the pages in the menu.
# Family: settings-topic-*
settings-topic-profile = Profile
settings-topic-account = Account
settings-topic-notifications = Notifications
settings-topic-privacy = Privacy
settings-topic-matches = Matches
settings-topic-appearance = Appearance
settings-topic-devices = Devices
settings-topic-developers = For developers
settings-topic-data = Your data

# A switch, and its two states.

settings-on = On
settings-off = Off

# Your account.

settings-account = Your account
settings-account-names = Username and e-mail
settings-username = Username
settings-username-hint = Your old address leads to the new one.
settings-username-change = Change the username
settings-email = E-mail
settings-email-hint = Only you see it.
settings-current = Your password
settings-email-change = Change the e-mail
settings-password = Password
settings-password-others = Changing it logs out every other device.
settings-password-now = The password now
settings-password-new = The new one
settings-password-hint = At least 12 characters. Three or four words make a good one.
settings-password-change = Change the password
settings-username-changed = Your username is changed. The old address leads to the new one.
settings-password-changed = Your password is changed. Every other device and program is logged out.

# Appearance: light or dark, time, language.

settings-theme = For this browser. “Device” does what your phone or computer does. The same switch is at the foot of every page.
settings-theme-here = Light or dark, for this browser
settings-time = Time
settings-time-now = Times are shown as on your clock. Where you are it is { $time } now.
settings-zone = Time zone
settings-zone-hint = Start typing the city whose clock you use.
settings-zone-save = Save the time zone
settings-language = The language you read
settings-language-why = These pages come in English and in German; whoever reads another language sees them in English. Your language also says who may understand you: when nobody answers an ask of yours, we suggest asking people who offer help in it.
settings-language-save = Save the language
settings-time-saved = Times are now shown as on your clock.
settings-language-saved = The language you read is saved.

# Devices: where one is logged in.

settings-devices-where = Where you are logged in
settings-devices-this = this one
settings-devices-since = since { $when }
settings-devices-since-today = since today
settings-devices-seen = last seen { $when }
settings-devices-out = Log out<vh> of { $device }</vh>
settings-devices-others-out = Log out everywhere else
settings-devices-is-out = That device is logged out.
settings-devices-others-are-out = Every other device is logged out.

# Notifications: what one is told of, and texts to a phone.

settings-notices = What we tell you about
settings-notices-hear = You see what is new on the bell, in the title of the page and in <notices>your activity</notices>. We don't send e-mail about it.
settings-notices-where = What you switch off still happens; we just don't tell you about it.
settings-notices-always = Always told: what touches your account's safety, what became of your reports, when something of yours is hidden or shown again, and why fewer people are sent your way.
settings-texts = Texts to your phone
settings-texts-none = This hub can't send texts.
settings-texts-when = At four moments only, when you are away: somebody answers your ask, somebody wants your offer, somebody says yes, or your help is confirmed as done. Five a day at most.
settings-texts-confirmed = confirmed
settings-texts-not-confirmed = not confirmed yet
settings-texts-code = The code we texted you
settings-texts-confirm = Confirm
settings-texts-on-since = Texts are on; you said yes on { $when }.
settings-texts-on-today = Texts are on; you said yes today.
settings-texts-on = Texts are on.
settings-texts-off = Texts are off.
settings-texts-switch-off = Switch texts off
settings-texts-switch-on = Yes, text me
settings-texts-remove = Remove the number
settings-texts-phone = Phone number
settings-texts-phone-hint = With the country code. We text a code to see that it is yours.
settings-texts-consent = Yes, text me at these moments. Message and data rates may apply; I can switch it off here any time.
settings-texts-send-code = Text me a code
settings-searches = What a saved search tells you, and when, you choose under <searches>your saved searches</searches>.
settings-notices-what-unsaid = what to be told of is not said.
settings-notices-whether-unsaid = whether to be told is not said.
settings-notices-on = On: { $group }.
settings-notices-off = Off: { $group }. We don't tell you about it.
settings-texts-code-sent = A code is on its way. Type it here to confirm the number.
settings-texts-number-confirmed = Your number is confirmed.
settings-texts-number-gone = The number is gone.

# Your photo.

settings-photo = Your photo
settings-photo-alt = Your picture as others see it
settings-photo-seen = This is how others see you.
settings-photo-remove = Remove the photo
settings-photo-drawn = This is your initial, drawn for you. With a photo people know sooner whom they are writing with.
settings-photo-another = Another photo of you
settings-photo-a = A photo of you
settings-photo-hint = JPEG, PNG, WebP or GIF, up to 10 MB. A square of it is shown. Where and when it was taken is not kept.
settings-photo-use = Use this photo

# Privacy: who sees what.

settings-finding = Who finds you
settings-finding-more = Whoever has the address of your page can read it. What you ask and offer is found as each of them says.
settings-first = Who may write to you first
settings-first-more = Your page says it before anybody tries. Whoever answers an ask of yours or wants what you offer can always write about that, and your conversations go on.
settings-first-who = Who may say hello
settings-save = Save
settings-presence = Whether you are here
settings-presence-never = Never shown to strangers, search engines or programs of others.
settings-presence-here = People I have a conversation with see when I am here. Without it I don't see them either.
settings-presence-last = People I have written to see when I was last here. Without it I don't see theirs.
settings-presence-open = People I am matched with see when I am here now.
settings-ticks = Read ticks
settings-ticks-more = They go both ways: whoever hides theirs does not see those of others. That a message has arrived is shown all the same.
settings-ticks-shown = People you write with see when you have read what they wrote.
settings-ticks-switch-off = Switch read ticks off
settings-ticks-hidden = Nobody sees whether you have read something, and you do not see it of others.
settings-ticks-switch-on = Switch read ticks on
settings-reports = Something is not right with somebody? Report or block them on their page. <reports>Your reports</reports> say what became of them.
settings-finding-whether-unsaid = whether it is to be so is not said.
settings-finding-what-unsaid = what is to be so is not said.
settings-public-on = Search engines may list your page.
settings-public-off = Search engines are asked not to list your page.
settings-found-on = People can find you in the search.
settings-found-off = People no longer find you in the search.
settings-first-unsaid = who may write first is not said.
settings-saved = Saved.
settings-ticks-on = Read ticks are on.
settings-ticks-off = Read ticks are off.

# The switches of “who finds you”.
# Family: settings-find-*
settings-find-found = In the search for people
settings-find-found-more = You are in the search here, and in the lists of who is new or knows a tool.
settings-find-public = In search engines
settings-find-public-more = Google and others may list your page. It takes them some days to begin, and to stop.

# Your profile. The fields stand on one's own page, too.

settings-profile = Your profile
settings-profile-seen = What others see of you
settings-name = Name
settings-tagline = In one line
settings-tagline-example = Bread at five, cake by eight
settings-bio = About you
settings-website = Website
settings-calendar = Calendar
settings-calendar-hint = Where people can pick a time with you.
settings-place = Place
settings-pronouns = Pronouns
settings-links = Links
settings-profile-see = See your page
settings-interests = What you are into
settings-interests-more = Your page shows it, and people who look for it find you. You are shown what others ask and offer about it. When an ask fits you and others equally well, you hear of it before those who are not into it. What you need and what you give you say in an ask or an offer.
settings-interests-what = Skills and topics
settings-interests-hint = Up to twelve, separated by commas, like copywriting, photography.
settings-profile-saved = Your profile is saved.
settings-interests-saved = Saved. Your page shows it.
