"""The demo: two nodes on one machine with a synthetic world."""
