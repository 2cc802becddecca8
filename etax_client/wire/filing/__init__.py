"""What is done in an open unit, as it is sent."""
