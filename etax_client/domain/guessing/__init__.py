"""What may be guessed, and what is done about it: passwords, captchas, one-time codes, locks."""
