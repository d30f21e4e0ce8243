"""After the arrival: a place to stay, services that she chooses, a plan, and what became of her."""
