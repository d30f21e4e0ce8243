"""Words for people: the sentence of each error code, in the reader's language. Used by every door."""

from pulang.words.sentences import say, sentence
from pulang.words.status import status_of

__all__ = ["say", "sentence", "status_of"]
