demo-bar = Demo
demo-mark = demo
demo-line = A made-up town with made-up people.
demo-as-one = Step in as one of them
demo-line-in = A made-up town with made-up people. Step in as somebody:
demo-in-as = Step in as
demo-title = Step into the demo town
demo-lead = Forty invented people live here. Four of them are awake and answer you. Pick who you would like to be; nothing you do here can go wrong.
demo-real = <strong>You are logged in as { $name } (@{ $handle }).</strong> Stepping in as somebody else logs you out here. Your account stays as it is; log in again to come back.
demo-enter-as = Enter as { $door }
demo-nobody = Nobody of the demo town is here.
# Family: demo-door-*
demo-door-newcomer = newcomer
demo-door-baker = baker
demo-door-builder = builder
