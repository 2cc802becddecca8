"""The phone beside the client in the demo (F9)."""
