"""A page of the simulated systems in cells: text is drawn, and what can be chosen or filled in are the client's own widgets (PGS-02)."""
