# What the forms of an ask and an offer share.

composer-ask-or-offer = Ask or offer
composer-i-need = I need something
composer-stands = What it says now
composer-stands-nothing = Nothing
composer-stands-hint = What you typed is below and not saved yet. Save replaces what it says now.
composer-text = In your own words
composer-about = What it is about
composer-currency = Currency
composer-tags = Skills and topics
composer-tags-hint = Separated by commas, like copywriting, photography.
composer-tools-hint = Separated by commas, like ChatGPT, Notion.
composer-kind = What is it?
composer-kind-guess = Guess from what I wrote
composer-preview = How others will see it
composer-visibility = Who sees it
composer-save = Save
composer-post = Post
composer-keep-draft = Keep it as a draft
composer-first-message = Your first message
composer-send = Send
composer-change-it = Change it
composer-put-it-away = Put it away, so only I see it
composer-helped = { $n ->
    [one] Helped { $n } person
   *[other] Helped { $n } people
}
composer-in-one-line = In one line
composer-details = The details
composer-problem = Problem
composer-tools = Tools
composer-picture = A picture
composer-file = The file
composer-no-category = Something else, or I am not sure
composer-own-language = Only the language it is written in
composer-any-language = Any language is welcome
composer-language-too = { $language } is welcome, too
composer-everyone = Everyone
composer-members = Only members
composer-everyone-reads = Everyone: anyone on the web can read this.
composer-members-read = Only members: only people who are signed in can read this.
composer-no-amount = We can't read that amount. Write it like 49 or 49.50.
composer-pick-one = Please pick one of the choices.
composer-left-out = We don't know “{ $names }” yet; left out.
