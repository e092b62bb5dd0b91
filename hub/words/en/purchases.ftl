# What was agreed on with a price.

purchases-earnings = My earnings
purchases-earnings-none = We don't count earnings
purchases-earnings-more = Prices are agreed and paid between the two of you, so this place does not know what you earned. What you agreed on is under your connections.
purchases-earnings-see = See your connections
purchases-mine = My purchases
purchases-lead = What you agreed on with somebody, where it has a price. You pay each other directly: no money goes through this place.
purchases-none-here = Nothing on this page
purchases-none = Nothing yet
purchases-none-more = When somebody says yes to something that has a price, you see it here.
purchases-see-offers = See what people offer
purchases-gone = Something that is gone
purchases-open = Open<vh> the conversation about { $title }</vh>
purchases-earlier = Earlier ones
