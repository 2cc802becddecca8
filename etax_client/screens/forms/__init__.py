"""What several screens ask alike."""
