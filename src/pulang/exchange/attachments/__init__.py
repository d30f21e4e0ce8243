"""Files that go with a message: announced in its envelope with a key of their own, carried apart in parts.

The receiver takes bytes only of what an accepted message announced. A transfer goes on at any byte.
"""
