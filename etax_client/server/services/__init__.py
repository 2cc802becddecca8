"""What the server decides, each decision in one transaction."""
