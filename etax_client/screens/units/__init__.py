"""单位管理: the list of a person's units, and beside it the one under the cursor."""
