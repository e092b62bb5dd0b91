# What the forms of an ask and an offer share.

composer-ask-or-offer = Ask or offer
composer-i-need = I need something
composer-i-can-give = I can give something
composer-stands = What stands there now
composer-stands-nothing = Nothing
composer-stands-hint = What you typed is below, and nothing of it is stored yet. Save puts it in the place of what stands there.
composer-text = In your own words
composer-about = What it is about
composer-currency = Currency
composer-tags = Skills and topics
composer-tags-hint = With commas between, like copywriting, photography.
composer-tools-hint = With commas between, like ChatGPT, Notion.
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
composer-put-it-away = Put it away
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
