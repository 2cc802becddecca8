"""The Beijing bureau, the second account system."""
