"""The conformance kit: golden vectors, and black-box cases that any implementation of NX/1 must pass."""
