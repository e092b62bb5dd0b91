# The problem categories. Others that a hub has are called as its data calls them.
# Family: taxonomy-name-*
# Family: taxonomy-problem-*
# Family: taxonomy-about-*

taxonomy-name-marketing-content = Marketing & Content
taxonomy-problem-marketing-content = I need people to hear about what I do
taxonomy-about-marketing-content = Posts, newsletters, ads, videos and anything else that helps the right people notice you.
taxonomy-name-sales-outreach = Sales & Outreach
taxonomy-problem-sales-outreach = I need customers, and I do not know how to reach them
taxonomy-about-sales-outreach = Finding people who may want to buy, writing to them, and keeping the conversation going.
taxonomy-name-customer-support = Customer Support
taxonomy-problem-customer-support = I keep answering the same questions all day
taxonomy-about-customer-support = Answering people who already use or buy from you, faster and more kindly.
taxonomy-name-operations = Operations & Productivity
taxonomy-problem-operations = Small chores are eating my whole week
taxonomy-about-operations = Planning, paperwork, schedules, money and the routine work that keeps things running.
taxonomy-name-creative-design = Creative & Design
taxonomy-problem-creative-design = I want it to look and sound right, and I am not a designer
taxonomy-about-creative-design = Pictures, logos, layouts, music, voice and video.
taxonomy-name-development = Development & Technical
taxonomy-problem-development = I have an idea for an app or a site and need it built or fixed
taxonomy-about-development = Building, repairing and testing websites, apps, bots and everything under them.
taxonomy-name-learning-education = Learning & Education
taxonomy-problem-learning-education = I want to learn something, or teach it to others
taxonomy-about-learning-education = Lessons, courses, tutoring, study help and explaining hard things simply.
taxonomy-name-other = Other
taxonomy-problem-other = My problem does not fit any box
taxonomy-about-other = Anything useful that does not belong in the other groups.
