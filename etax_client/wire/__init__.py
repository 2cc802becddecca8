"""How the domain is spelled on the wire: paths, error codes, and JSON in both directions."""
