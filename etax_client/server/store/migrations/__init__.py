"""The schema's history, one file in `versions` for each step; run by `store.schema` when a database is opened."""
