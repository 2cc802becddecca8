"""What was declared: versions of returns with their lines as they were, pay slips, and what of it is exported and printed."""
