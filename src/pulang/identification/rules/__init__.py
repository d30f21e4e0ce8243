"""The rule for identification results, in small pure parts."""
