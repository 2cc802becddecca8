"""Fields of a form, and the row they stand in."""
