"""Messages that are a form: asking to find or protect her, notices, diffusions, pointers, intelligence."""
