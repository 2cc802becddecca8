"""A wizard, which shows a flow step by step, and what a step in it is."""
