"""What opens the key ring of this node, as the environment says."""

from pulang.config.environment import passphrase, text, token_pin
from pulang.crypto.locks import Lock, Passphrase
from pulang.crypto.token import Token, TokenPlace
from pulang.crypto.token_lock import InToken


def locks() -> list[Lock]:
    """A passphrase, a token whose library PULANG_TOKEN_MODULE names, both or neither."""
    found: list[Lock] = []
    if words := passphrase():
        found.append(Passphrase(words))
    if module := text("PULANG_TOKEN_MODULE"):
        place = TokenPlace(module, text("PULANG_TOKEN_LABEL", "pulang"), token_pin())
        found.append(InToken(Token(place)))
    return found
