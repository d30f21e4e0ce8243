"""A list as offices really send it, for trying and for tests: every person is made up."""

from pulang.cases.lists.sample.people import HEADINGS, ROWS

__all__ = ["HEADINGS", "ROWS", "sample_list"]


def sample_list() -> bytes:
    """The sample as XLSX, the same bytes at every call. It has every flaw that the import has a word for."""
    from pulang.cases.lists.sample.build import build

    return build()
