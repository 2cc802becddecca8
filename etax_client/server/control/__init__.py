"""The tester's door: the same verbs over HTTP for programs, the shell and the trainer's page; shut unless it is asked for (WEB-4)."""
