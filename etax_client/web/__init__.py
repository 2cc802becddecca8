"""The client in a browser: for each visitor a client of their own in a process of its own, drawn by textual-serve's script."""
