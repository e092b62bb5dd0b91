# Following.

follows-following = Following
follows-follow = Follow
follows-stop = : stop
follows-followers = { $n ->
    [one] follower
   *[other] followers
}
follows-discover = Discover people
follows-nobody = You follow nobody yet
follows-nobody-more = Follow people you like to hear from: what they ask and offer stands here, the newest first.
follows-feed = What they ask and offer
follows-nothing-earlier = Nothing earlier.
follows-nothing = Nothing so far. What the people you follow ask and offer stands here.
follows-newest = The newest
follows-earlier = Earlier
follows-whom = Whom you follow
follows-all = All { $n }
follows-lists = Lists of { $name }
follows-nobody-yet = Nobody yet
follows-no-followers-own = Whoever follows you stands here.
follows-no-followers = Whoever follows { $name } stands here.
follows-no-following-own = Whom you follow stands here.
follows-no-following = Whom { $name } follows stands here.
follows-more = More
follows-who-follows-you = Who follows you
follows-who-follows = Who follows { $name }
follows-whom-follows = Whom { $name } follows
follows-tab-followers = Followers
follows-tab-following = Following
follows-followed = You follow them now. What they ask and offer stands under Following.
follows-unfollowed = You don't follow them any more.
follows-unsaid = whether to follow is not said.
