"""Nodes that this one knows: met by invites and a phrase, bound by agreements, and how each link stands."""
