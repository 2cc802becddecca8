"""Who someone is, and how it is shown: registration, recovery, codes, faces, SIM cards."""
