"""Pages on units: who may do what there, and the declaration password."""
