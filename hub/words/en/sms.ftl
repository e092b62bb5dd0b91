# What is texted to a telephone: no letter that needs a wider alphabet.
sms-wants-offer = AI Collective: { $who } is interested in "{ $title }".
