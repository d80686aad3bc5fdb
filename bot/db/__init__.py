"""The database: its tables, its types and the way transactions begin."""
