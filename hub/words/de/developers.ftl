refusal-accounts-no-such-token = Dieses Token gibt es nicht.
refusal-accounts-too-many-tokens = Du kannst bis zu { $most } Tokens haben. Widerrufe eins, das du nicht mehr brauchst.
