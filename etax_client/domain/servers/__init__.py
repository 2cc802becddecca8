"""What a client knows of a server: its address, its key's pin, its worlds, what it says of itself."""
