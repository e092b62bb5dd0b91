# Handing on a post or a person.

share-share = Share
share-address = The address
share-copy = Copy the address
share-app = Send it with an app
share-mail = Send it by mail
share-picture = A picture to post
share-clips = Social clips
share-none-here = Nothing on this page that everybody may see
share-none = A picture of each thing you offer
share-none-more = Offer something that everybody may see, and you get its picture here, to post wherever people know you.
share-lead = A picture of each thing you offer, drawn for you. Take it, post it where people know you, and put the link beside it.
share-take = Take the picture
share-more = More
share-on = On AI Collective
share-busy = Many pictures are drawn just now. Try again in a moment.
share-shown = { $kind }: { $title }. By { $name }.
share-person-title = { $name } on AI Collective
