"""Pages of comparisons of lists with partners."""
