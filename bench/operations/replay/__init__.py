"""Waves of arrivals against two real nodes: over HTTP as at desks, with kills and a line that goes down."""
