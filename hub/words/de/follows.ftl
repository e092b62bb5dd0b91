# Folgen.

follows-following = Du folgst
follows-follow = Folgen
follows-stop = : aufhören
follows-followers = { $n ->
    [one] folgt
   *[other] folgen
}
follows-discover = Menschen entdecken
follows-nobody = Du folgst noch niemandem
follows-nobody-more = Folge Menschen, von denen du gern hörst: Was sie suchen und anbieten, steht hier, das Neueste zuerst.
follows-feed = Was sie suchen und anbieten
follows-nothing-earlier = Nichts Früheres.
follows-nothing = Noch nichts. Was die Menschen, denen du folgst, suchen und anbieten, steht hier.
follows-newest = Das Neueste
follows-earlier = Früheres
follows-whom = Wem du folgst
follows-all = Alle { $n }
follows-lists = Listen von { $name }
follows-nobody-yet = Noch niemand
follows-no-followers-own = Wer dir folgt, steht hier.
follows-no-followers = Wer { $name } folgt, steht hier.
follows-no-following-own = Wem du folgst, steht hier.
follows-no-following = Wem { $name } folgt, steht hier.
follows-more = Mehr
follows-who-follows-you = Wer dir folgt
follows-who-follows = Wer { $name } folgt
follows-whom-follows = Wem { $name } folgt
follows-tab-followers = Wer folgt
follows-tab-following = Wem gefolgt wird
follows-followed = Du folgst jetzt. Was dort gesucht und angeboten wird, steht unter „Ich folge“.
follows-unfollowed = Du folgst hier nicht mehr.
follows-unsaid = ob du folgen willst, steht nicht dabei.
