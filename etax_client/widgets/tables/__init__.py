"""Long tables, of which only what is in sight is drawn."""
