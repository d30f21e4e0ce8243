"""The state of the tables that words are made by: two nodes can only compare with the same ones."""

from pulang.lib import names

WORDS_VERSION = 1  # of `rules.words`


def words_version() -> str:
    return f"{names.version()}-{WORDS_VERSION}"
