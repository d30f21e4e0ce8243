"""Persons: registering, looking up, matching, merging."""
