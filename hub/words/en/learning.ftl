# What one learns.

learning-mine = My learning
learning-look = Look at courses
learning-what = What would you like to be able to do?
learning-what-more = Take a course that somebody gives, or ask somebody to show you.
learning-ask-teach = Ask somebody to teach you
learning-courses = Courses
learning-no-course = No course yet. <courses>See what people teach</courses>
learning-open = Open the conversation<vh> about { $title }</vh>
learning-saved = Saved for later
learning-saved-all = All you saved
learning-asked = What I asked to learn
learning-ask = Ask
learning-asked-nothing = Nothing yet. An hour with somebody who knows it is often the shortest course.
