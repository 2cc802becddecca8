"""收入及减除填写: the table of an item, and why a tax is what it is."""
