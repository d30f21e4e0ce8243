"""What a list can be refused for as a whole; a flaw of one row is a `rows.Message` and refuses that row only."""

from pulang.lib.errors import Invalid


class ListRefused(Invalid):
    """The file cannot be read as a list. Its code says why; see `reading.read_list` and `columns.map_columns`."""

    default_code = "list_unreadable"

    def __init__(self, code: str = "list_unreadable", /, **details: object) -> None:
        super().__init__("file", code, **details)
