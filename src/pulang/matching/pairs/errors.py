"""What the pairs refuse."""

from pulang.lib.errors import PulangError


class NotJudged(PulangError):
    """The last judgement is not the actor's, so she cannot take it back."""

    code = "pair_not_judged"
