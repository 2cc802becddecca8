"""The parts of the unit list."""
