"""The ways into the bureau beside the two factors: a code that is scanned, and the old login."""
