"""Who someone is: documents, numbers, names, and what a tax hall asks for."""
