"""Objects that one node owns and others hold copies of: versions, withdrawal, tombstones.

Only the owner writes. What counts is the version of the object, never the order in which messages come: of
content, handling and retention the highest version stands, and a withdrawal is a version without content.
"""
