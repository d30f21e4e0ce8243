"""How what waits for a partner gets there, and what waits there gets here: pushed, fetched, carried by hand."""
