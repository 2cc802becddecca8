"""The Beijing bureau at the tester's door."""
