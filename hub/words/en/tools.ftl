# A tool's page, and tools side by side.

tools-compare = Compare
tools-compare-title = Compare tools
tools-compare-names = Compare { $names }
tools-compare-pick = Pick two to four, and see them side by side.
tools-compare-lead = What each is for, what it costs and who knows it, side by side.
tools-compare-four = Four fit side by side: these are the first four.
tools-compare-hint = Swipe sideways to see them all.
tools-side-by-side = Side by side
tools-what = What
tools-leave-out = Leave { $name } out
tools-what-it-is = What it is
tools-row-stars = Stars
tools-too-few = Too few ratings yet
tools-price = Price
tools-good-for = Good for
tools-nothing-said = Nothing here yet.
tools-used-to = People use it to
tools-good-to-know = Good to know
tools-offers-with = Offers with it
tools-none-yet = None yet
tools-asks-about = Asks about it
tools-none-now = None now
tools-who-knows = Who knows it
tools-nobody-helped = Nobody has helped with it yet
tools-made-by = Made by
tools-none = None
tools-offers-count = { $n ->
    [one] { $n } offer
   *[other] { $n } offers
}
tools-asks-count = { $n ->
    [one] { $n } ask
   *[other] { $n } asks
}
tools-with-name = with { $name }
tools-about-name = about { $name }
tools-which = Which ones?
tools-compare-others = Compare others
tools-first = First
tools-second = Second
tools-third = Third
tools-fourth = Fourth
tools-best-for = <strong>Best for</strong> { $what }
tools-everything = Everything about { $name }
tools-uses = What people use it for
tools-who-helped = Who has helped with it
tools-helped-times = { $n ->
    [one] Helped { $n } time with { $name }
   *[other] Helped { $n } times with { $name }
}
tools-no-experts = Nobody here has helped with { $name } yet.
tools-ask-for-a-hand = Ask for a hand?
tools-no-offers = Nobody offers anything with { $name } yet.
tools-be-first = Be the first?
tools-no-asks = Nobody asks about { $name } right now.
tools-ask-something = Ask something?
tools-facts = Facts
tools-instead = Alternatives
tools-compare-a-b = { $name } with { $other }
tools-see-side-by-side = See them side by side
tools-compare-another = Compare with another tool
tools-about-it = { $checked } About it: { $source }.
tools-names = { $before } and { $last }
tools-price-free = You can use it without paying.
tools-price-none-free = There is no free version.
tools-price-free-and = You can use it without paying. { $price }.
tools-price-none-free-and = There is no free version. { $price }.
tools-written = Written on { $on } from what is generally known. Nobody has checked it since: look at the prices on the tool's own site.
tools-checked = Checked on { $on } with { $what }.
# Family: tools-category-*
tools-category-chat = chat
tools-category-code = code
tools-category-image = image
tools-category-video = video
tools-category-audio = audio
tools-category-writing = writing
tools-category-research = research
tools-category-productivity = productivity
tools-category-data = data
tools-category-design = design
tools-category-language = language
tools-category-framework = framework
tools-category-database = database
tools-category-infrastructure = infrastructure
tools-category-cloud = cloud
tools-category-testing = testing
tools-category-other = other
# Family: tools-source-*
tools-source-stored-copy-of-the-official-documentation-free-plan-from-a-third-party-record = a saved copy of the official documentation; what is free, with a list that somebody else keeps
tools-source-stored-copy-of-the-official-page-or-documentation = a saved copy of the official page or documentation
tools-source-stored-copy-of-the-official-project-page-undated-plans-not-re-read = a saved copy of the official project page, of no known day; the prices were not looked up
tools-source-stored-copy-of-the-official-site-free-plan-is-general-knowledge-not-re-read = a saved copy of the official site; what is free was not looked up
tools-source-stored-third-party-articles-official-page-not-re-read = articles by others; the official page was not looked at
tools-source-third-party-record-of-the-official-price-page-not-the-page-itself = what somebody else wrote down from the official price page, not the page itself
