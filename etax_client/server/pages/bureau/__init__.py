"""The pages of the Beijing bureau."""
