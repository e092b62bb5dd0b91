# The app on a device, and the page without a network.

installable-no-network = Not reached
installable-offline = We can't reach AI Collective just now
installable-offline-more = Perhaps you have no network, perhaps AI Collective is down for a moment. This page loads by itself as soon as we can reach it.
installable-again = Try again
installable-kept = What you can read in the meantime
installable-kept-more = Your latest conversations, as they were <span data-when></span>. They are kept on this device until you log out.
installable-open-more = As it was <span data-when></span>. You can write again once we reach AI Collective.
installable-kept-all = All kept conversations
installable-ask = Ask for something
installable-offer = Offer something
