"""What testers steer of a unit's filing."""
