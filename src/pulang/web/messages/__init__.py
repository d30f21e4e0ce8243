"""Messages with partner nodes: list, conversation, what is sent from a case, the links."""
