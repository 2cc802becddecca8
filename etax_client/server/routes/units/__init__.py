"""Units, their certificates and authorisations over HTTP."""
