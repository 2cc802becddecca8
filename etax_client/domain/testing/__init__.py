"""What testers may ask for and see."""
