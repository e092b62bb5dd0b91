# Discovery: everything that can be found, and the filters.

discovery-title = Discover
discovery-title-for = Discover: { $q }
discovery-title-tab = { $tab } · Discover
discovery-title-tab-for = { $tab } about { $q } · Discover
discovery-offers = Offers
discovery-asks = Asks
discovery-people = People
discovery-tools = Tools
discovery-courses = Courses
discovery-all = All
discovery-head = What do you need help with?
discovery-what-people-give = What people give
discovery-what-people-need = What people need
discovery-search = Search
discovery-placeholder = Say it in your own words
discovery-filters = Filters
discovery-problem = Problem
discovery-any = Any
discovery-kind = Kind
discovery-price = Price
discovery-free = Free
discovery-paid = Paid
discovery-rated = Rated
discovery-tool = Tool
discovery-language = Language
discovery-here-now = Here now ({ $n })
discovery-use = Use
discovery-clear = Clear
discovery-without = , take this filter away
discovery-too-long = That is long: we search for its first { $n } characters.
discovery-loosely = Nothing says all of that. These say some of it.
discovery-tabs = What to look at
discovery-for-you = For you
discovery-for-yours = For what you ask and offer
discovery-nothing = Nothing fits yet
discovery-nothing-for = Nothing fits “{ $q }” yet
discovery-nothing-more = Post it as an ask, and the right person can find you, tomorrow too.
discovery-post-an-ask = Post an ask
discovery-solve = Apps and tools
discovery-solve-it = Apps and tools that do it
discovery-apps = { $n ->
    [one] { $n } app
   *[other] { $n } apps
}
discovery-apps-of-members = Apps by members
discovery-of-members = of members
discovery-all-of = All { $n }
discovery-all-of-tools = tools
discovery-all-of-people = people
discovery-all-of-courses = courses
discovery-all-of-offers = offers
discovery-all-of-asks = asks
discovery-no-app = No app or tool here does that yet.
discovery-all-tools = Look through all tools
discovery-people-help = People who can help
discovery-no-people = Nobody here says that they know about it.
discovery-no-people-ask = Ask, and let them find you
discovery-learn = Learn it yourself
discovery-no-course = No course about it yet.
discovery-no-course-ask = Say that you would like to learn it
discovery-what-else = What else people give
discovery-no-offer = Nobody offers that yet.
discovery-no-offer-you = Could you?
discovery-what-people-ask = What people ask for
discovery-others-ask = Others ask for it too
discovery-no-ask = Nobody asks for it right now.
discovery-no-ask-first = Be the first
discovery-more = More
discovery-not-found = Can't find it? <ask>Post an ask</ask> and let it find you.
discovery-compare-hint = Tick two to four tools to see them side by side.
discovery-compare-them = Compare them
discovery-person-offers = offers <offer>{ $title }</offer>
discovery-new-here = New here
discovery-fit = { $n ->
    [one] { $n } fits
   *[other] { $n } fit
}
discovery-things-fit = { $n ->
    [one] { $n } thing fits
   *[other] { $n } things fit
}
discovery-at-least = { $n ->
    [one] At least { $n } thing fits
   *[other] At least { $n } things fit
}
