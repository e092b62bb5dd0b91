# For people who write programs: what the API is, and its keys.

developers-title = For developers
developers-tokens = Tokens for programs
developers-tokens-more = A token lets a program of yours do what you can do here. Treat it like a password. <developers>What programs can do</developers>
developers-tokens-new = Your new token. It is shown this once; copy it now.
developers-tokens-used = made { $made } · last used { $used }
developers-tokens-unused = made { $made } · never used
developers-tokens-revoke = Revoke<vh> { $name }</vh>
developers-tokens-what-for = What is it for?
developers-tokens-example = My morning script
developers-tokens-make = Make a token
developers-tokens-made-already = That token was made already, and its secret was shown. If it is lost, revoke it and make another.
developers-tokens-revoked = The token is revoked. Programs that use it are out.
developers-description = Everything a member can do, for programs: an HTTP API with an OpenAPI document, tokens, and a websocket.
developers-lead = What a member can do with a browser, a program of theirs can do as well.
developers-api = The API
developers-api-more = JSON over HTTP, below <code>{ $url }/api/v1</code>. All of it is described in one OpenAPI document: <openapi>/api/openapi.json</openapi>. Lists come in pages. Every write takes an <code>Idempotency-Key</code>: the same key again gets the first answer and does nothing. What goes wrong is said as <code>application/problem+json</code>, with a stable code.
developers-about-tokens = Tokens
developers-about-tokens-more = Make one in your <settings>settings</settings>; it is shown once. Send it as a bearer token. It may do what you may do, within the same limits, until you take it back. It works in the API and on the websocket only, never in an address.
developers-who-are-you = How to ask who you are
developers-live = Live
developers-live-more = At <code>/ws</code> there is a websocket that says what happens as it happens: messages, matches, notices. Each event has a number, so that whoever comes back picks up where they were. It speaks JSON or MessagePack.
developers-look = How it looks
developers-look-more = Every part that pages are made of, in every state: <guide>the style guide</guide>.
developers-manners = Manners
developers-manners-more = The <guidelines>guidelines</guidelines> apply to programs, too. Say in your profile when a program writes for you.

refusal-accounts-no-such-token = There is no such token.
refusal-accounts-too-many-tokens = You can have up to { $most } tokens. Revoke one you don't use any more.
