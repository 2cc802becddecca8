"""The ways into the bureau beside the two factors: the old login of people and of units."""
