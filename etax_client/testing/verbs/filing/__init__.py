"""The month of a unit that is open, by the verbs of a run."""
