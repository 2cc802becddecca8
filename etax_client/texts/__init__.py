"""The words that people read, Chinese first, English second."""
