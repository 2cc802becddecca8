"""What a tester does on each screen, as verbs."""
