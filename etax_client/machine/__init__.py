"""What this machine is, keeps and can do: terminal, files, settings, keyring, certificates, and what is left when things go wrong."""
