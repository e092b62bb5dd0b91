refusal-accounts-no-such-token = There is no such token.
refusal-accounts-too-many-tokens = You can have up to { $most } tokens. Revoke one you don't use any more.
