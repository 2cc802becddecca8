"""How a month's tax is computed, explained and checked over the store."""
