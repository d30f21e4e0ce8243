"""The others: what an office would take today for the same queries."""
