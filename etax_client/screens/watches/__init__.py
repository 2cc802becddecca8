"""Long polls, and what they see as values: a QR ticket, a face check, an open unit."""
