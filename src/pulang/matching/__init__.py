"""Who is it: look-up that knows Indonesian and Khmer names, by blind keys, with its reasons."""
