"""What people do in steps, each step kept at the server: registration, recovery, and the face check that both may ask for."""
