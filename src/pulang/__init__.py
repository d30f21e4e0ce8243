"""Pulang: find, identify and bring home people who were trafficked."""

__version__ = "0.1.0"
