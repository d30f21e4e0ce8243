"""What goes to partners and comes from them."""
