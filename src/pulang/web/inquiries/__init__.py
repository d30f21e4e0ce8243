"""Pages that ask a partner whether somebody is known there, and that answer a partner who asks."""
