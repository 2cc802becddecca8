"""附表填写: which annexes a return needs, and the table of each."""
