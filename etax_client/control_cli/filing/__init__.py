"""What is done in a unit, from the shell."""
