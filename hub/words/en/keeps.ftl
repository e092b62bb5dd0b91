# What one has saved.

keeps-saved = Saved
keeps-save = Save
keeps-take-off = : take off the list
keeps-nothing = Nothing saved yet
keeps-nothing-more = Save an offer, an ask, a tool or a person that you want to find again. Only you see it.
keeps-look-around = Look around
keeps-only-you = Only you see this.
keeps-what = What you saved
keeps-everything = Everything
keeps-none = Nothing here. <all>See everything you saved</all>
keeps-helped = { $n ->
    [one] Helped { $n } person
   *[other] Helped { $n } people
}
keeps-new = New here
keeps-gone = This is no longer there.
keeps-saved-at = saved { $when }
keeps-more = More
keeps-what-is-gone = what is gone
keeps-what-unsaid = what to save is not said.
keeps-whether-unsaid = whether to save it is not said.
keeps-is-saved = Saved. You find it in your menu, under Saved.
keeps-is-off = It is off your list.
