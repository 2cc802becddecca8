"""What the Beijing bureau has for itself."""
