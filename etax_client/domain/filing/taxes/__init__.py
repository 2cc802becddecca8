"""What a month's tax is, and why: the calculation, its explanation, what is said beside it."""
