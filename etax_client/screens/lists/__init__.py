"""Long lists of the server's, read as they are seen."""
