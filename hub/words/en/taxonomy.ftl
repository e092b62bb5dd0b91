# The problem categories. Others that a hub has are called as its data calls them.
# Family: taxonomy-name-*
# Family: taxonomy-problem-*

taxonomy-name-marketing-content = Marketing & Content
taxonomy-problem-marketing-content = I need people to hear about what I do
taxonomy-name-sales-outreach = Sales & Outreach
taxonomy-problem-sales-outreach = I need customers, and I do not know how to reach them
taxonomy-name-customer-support = Customer Support
taxonomy-problem-customer-support = I keep answering the same questions all day
taxonomy-name-operations = Operations & Productivity
taxonomy-problem-operations = Small chores are eating my whole week
taxonomy-name-creative-design = Creative & Design
taxonomy-problem-creative-design = I want it to look and sound right, and I am not a designer
taxonomy-name-development = Development & Technical
taxonomy-problem-development = I have an idea for an app or a site and need it built or fixed
taxonomy-name-learning-education = Learning & Education
taxonomy-problem-learning-education = I want to learn something, or teach it to others
taxonomy-name-other = Other
taxonomy-problem-other = My problem does not fit any box
