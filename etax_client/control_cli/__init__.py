"""The tester's door from the shell, `etax-client control`: which verb a command stands for, and how its answer is shown."""
