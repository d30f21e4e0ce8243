"""Files of suspects, apart from the cases of victims: other readers, another scope, no row in common.

Whoever was forced to recruit is both. The two files know nothing of each other; a link between them stands in a
table that only the coordinator of double status sees (docs/decisions/0005).
"""
