"""The time of a store: across restarts and processes, and as testers steer it."""
