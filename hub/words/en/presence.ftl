presence-away-mark = away
presence-here = Here now
presence-away = Away
presence-was-here = Was here { $when }
presence-unseen = Nobody sees whether you are here, and you see nobody.
presence-open = People you are matched with see when you are here.
presence-not-open = People you are matched with don't see when you are here.
presence-told-once = We tell you once, when they are here again.
