"""What testers steer and see: faults, the journal, snapshots, people, a phone without a browser."""
