# Saved searches.

saved-searches-title = Saved searches
saved-searches-look = Look for something
saved-searches-none = No saved searches yet
saved-searches-none-more = Look for something, then save the search: we tell you when somebody posts what fits.
saved-searches-lead = We tell you when somebody posts what fits, once for each post. Only you see these.
saved-searches-full = You can have { $n } of them: take one away to save another.
saved-searches-fit-now = { $n ->
    [one] { $n } fits now
   *[other] { $n } fit now
}
saved-searches-found-since = { $n } found since { $when }
saved-searches-nothing-since = nothing new since { $when }
saved-searches-found-today = { $n } found since today
saved-searches-nothing-today = nothing new since today
saved-searches-when-told = When we tell you of { $words }
saved-searches-at-once = At once
saved-searches-each-morning = Each morning
saved-searches-off = Off
saved-searches-take-away = Remove: { $words }
saved-searches-found = Found lately
saved-searches-found-none = What your searches find appears here.
saved-searches-waits-told = What is waiting comes in one notice, at eight in the morning.
saved-searches-waits = waits for the morning
saved-searches-stranger = <join>Sign up</join> to be told when something new fits.
saved-searches-be-told = Be told when something new fits?
saved-searches-save-at-once = Save: tell me at once
saved-searches-is-off = This search is saved, and switched off.
saved-searches-is-at-once = This search is saved: we tell you at once.
saved-searches-is-daily = This search is saved: we tell you each morning.
saved-searches-yours = Your searches
saved-searches-stop = Stop
saved-searches-told-at-once = We tell you at once when something new fits.
saved-searches-told-daily = We tell you each morning what is new.
saved-searches-told-off = Stopped. The search stays on your list.
saved-searches-gone = The search is gone.
saved-searches-tell-missing = when to tell you is not said.
