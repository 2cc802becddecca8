"""The JSON side of the server: each handler carries a request to a service and its answer back."""
