"""Withholding units: their ids, the list of them, certificates, and who may do what there."""
