"""Windows that ask one thing and return a value; their caller acts."""
