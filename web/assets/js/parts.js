// What only some pages have beside what all have: such a page loads its part before the rest, and the part waits here until the
// page has begun. All of it in one go, so that nobody types into a page that does not listen yet.

export const parts = [];
