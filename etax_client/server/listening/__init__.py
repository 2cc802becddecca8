"""How a server listens: sockets, addresses, keys, and connections that nobody can hold."""
