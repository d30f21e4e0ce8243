"""Identity and travel papers: what a number or a machine-readable zone says, and what is odd about it."""
