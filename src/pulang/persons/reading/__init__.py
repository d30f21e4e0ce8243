"""Reading a paper from a photo: seen by a library, mended by rules, decided by a person."""
