"""What testers import."""
