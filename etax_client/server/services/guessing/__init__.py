"""How secrets are guessed and kept from being guessed: counters, locks, captchas, hashes."""
