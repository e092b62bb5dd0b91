# The app on a device, and the page without a network.

installable-no-network = No network
installable-offline = You are offline
installable-offline-more = This page comes from the network, and there is none just now. It loads by itself as soon as there is.
installable-again = Try again
installable-kept = What you can read meanwhile
installable-kept-more = Your latest conversations, as they were <span data-when></span>. They are kept on this device until you log out.
installable-open-more = As it was <span data-when></span>. To write, wait for the network.
installable-kept-all = All kept conversations
installable-ask = Ask for something
installable-offer = Offer something
