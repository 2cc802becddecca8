"""The tester's door, as it is sent."""
