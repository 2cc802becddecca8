"""What things mean: the types, the rules and the policies; standard library only, no I/O, no text for people."""
