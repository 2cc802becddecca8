"""What is asked of the server for an open unit."""
