presence-away-mark = gerade weg
presence-here = Gerade da
presence-away = Gerade weg
presence-was-here = Zuletzt da: { $when }
presence-unseen = Niemand sieht, ob du da bist, und du siehst es von niemandem.
presence-open = Deine Treffer sehen, wann du da bist.
presence-not-open = Deine Treffer sehen nicht, wann du da bist.
presence-told-once = Wir sagen dir einmal Bescheid, bei der nächsten Rückkehr.
