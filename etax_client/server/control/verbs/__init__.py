"""The verbs of the tester's door over HTTP."""
