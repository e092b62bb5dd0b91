# Having enough to do, and being able to help again.

availability-full = You are told of no new asks until you say that you can help again.
availability-back = Good to have you back. What came in meanwhile is looked through now.
