# The course builder.

creator-builder = Course builder
creator-new = New course
creator-none-here = No course among these
creator-none = Teach what you had to find out yourself
creator-none-more = Five evenings or ten pages: say what somebody can do afterwards, and write it or link to it. A draft is seen by you alone.
creator-write = Write a course
creator-lead = What you teach. Whoever wants one writes to you; a draft is seen by you alone.
creator-more = More
