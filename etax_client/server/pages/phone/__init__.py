"""Pages that the phone APP alone has."""
