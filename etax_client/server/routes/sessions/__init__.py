"""Login, by password and by QR code, over HTTP."""
