"""Tables of a month that are edited in place, saved in blocks, and that two clerks may have open (INC-03, FLW-04, FLW-05)."""
