"""Registration, recovery, the security centre and what goes with them over HTTP."""
