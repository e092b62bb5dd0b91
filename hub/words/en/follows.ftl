# Following.

follows-following = Following
follows-follow = Follow
follows-stop = : stop
follows-followers = { $n ->
    [one] follower
   *[other] followers
}
follows-discover = Discover people
follows-nobody = You don't follow anybody yet
follows-nobody-more = Follow people you would like to hear from: you see what they ask and offer here, newest first.
follows-feed = What they ask and offer
follows-nothing-earlier = Nothing earlier.
follows-nothing = Nothing so far. You see here what the people you follow ask and offer.
follows-newest = The newest
follows-earlier = Earlier
follows-whom = People you follow
follows-all = All { $n }
follows-lists = Lists of { $name }
follows-nobody-yet = Nobody yet
follows-no-followers-own = You see here who follows you.
follows-no-followers = You see here who follows { $name }.
follows-no-following-own = You see here whom you follow.
follows-no-following = You see here whom { $name } follows.
follows-more = More
follows-who-follows-you = Who follows you
follows-who-follows = Who follows { $name }
follows-whom-follows = Whom { $name } follows
follows-tab-followers = Followers
follows-tab-following = Following
follows-followed = You now follow them. What they ask and offer is under Following.
follows-unfollowed = You don't follow them any more.
follows-unsaid = whether to follow is not said.
