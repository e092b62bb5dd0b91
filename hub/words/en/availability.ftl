# Having enough to do, and being able to help again.

availability-full = We send you no new asks until you say that you can help again.
availability-back = Good to have you back. We are looking through what was posted in the meantime.
