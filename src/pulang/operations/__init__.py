"""Many people at once: a raid, a wave at the door, a charter. Each keeps a case and a way home of her own."""
