"""How the client reaches the server."""
