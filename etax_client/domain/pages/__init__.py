"""Pages of the simulated systems as data: what they say, and how that is read out of their HTML."""
