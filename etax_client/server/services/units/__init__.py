"""Units: the list, verification, authorisations, declaration passwords, certificates."""
