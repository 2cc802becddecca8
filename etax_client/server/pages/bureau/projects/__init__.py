"""Pages about projects of units away from home."""
