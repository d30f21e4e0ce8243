"""What can go wrong while somebody without papers is verified."""

from pulang.lib.errors import PulangError


class EntryWithdrawn(PulangError):
    code = "entry_withdrawn"


class DossierNotEnough(PulangError):
    """Too little of what she said is confirmed, or something is contradicted."""

    code = "dossier_not_enough"
