"""What the user sees: one file and one style sheet for each screen."""
