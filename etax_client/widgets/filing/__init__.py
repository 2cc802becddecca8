"""Parts of the screens in an open unit."""
