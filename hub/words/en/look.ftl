# Small words that many pages use.

# “1 person”, “3 people”
look-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
# Never shown: what a message with markup and a number looks like.
look-example = <strong>{ $name }</strong> read <rules>{ $n ->
    [one] { $n } rule
   *[other] { $n } rules
}</rules>.
