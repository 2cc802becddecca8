"""The Beijing bureau: what of the second account system is not as the platform has it."""
