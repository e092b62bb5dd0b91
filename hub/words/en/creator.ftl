# The course builder.

creator-builder = Course builder
creator-new = New course
creator-none-here = No course among these
creator-none = Teach what you had to find out yourself
creator-none-more = Five evenings or ten pages: say what somebody can do afterwards, and write it or link to it. Only you see a draft.
creator-write = Write a course
creator-lead = What you teach. Whoever wants a course writes to you; only you see a draft.
creator-more = More
