"""What stands between a connection and the application: which world and door, what is refused, waited for, made to fail, and noted."""
