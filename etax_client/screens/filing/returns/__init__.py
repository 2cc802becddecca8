"""The return of a month: its items, what is in its way, and its way to the tax office."""
