"""What is done in an open unit, over HTTP."""
