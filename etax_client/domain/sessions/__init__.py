"""Who is logged in: accounts, sessions, QR login, and what comes to a phone."""
