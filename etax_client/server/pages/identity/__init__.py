"""Pages on who someone is: registration, recovery, the face check, the security centre, the annexes."""
