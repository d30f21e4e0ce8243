"""The main navigation. A domain adds items in its `urls` with `navigate`; an officer sees what her role opens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.lib.actor import Actor


@dataclass(frozen=True)
class Item:
    """`place` orders the items; `shortcut` is one letter; `shown` is false for the address of the search.

    `count` says how much waits there for the actor; nothing is shown for none.
    """

    name: str
    label: str | Promise
    permission: Permission
    place: int
    shortcut: str = ""
    shown: bool = True
    count: Callable[[Actor], int] | None = None


FIRST = 9  # items that fit one line of a laptop in every language; the others open under "More"

_ITEMS: dict[str, Item] = {}


def navigate(item: Item) -> None:
    """Add an item, once; `item.name` is the name of its URL."""
    _ITEMS[item.name] = item


def items_for(actor: Actor, path: str, *, name: str = "") -> list[dict[str, Any]]:
    """The items for `pulang/components/bar.html`, or only the one with `name`."""
    chosen = [item for item in _ITEMS.values() if (item.name == name if name else item.shown)]
    ordered = sorted((item for item in chosen if may(actor, item.permission)), key=lambda item: item.place)
    urls = {item.name: reverse(item.name) for item in ordered}
    # A page below two items ("/reports/take/") belongs to the nearer one.
    here = max((url for url in urls.values() if _is_within(path, url)), key=len, default="")
    return [
        {
            "label": item.label,
            "url": urls[item.name],
            "shortcut": item.shortcut,
            "current": urls[item.name] == here,
            "count": item.count(actor) if item.count else 0,
        }
        for item in ordered
    ]


def in_line(items: list[dict[str, Any]]) -> dict[str, Any]:
    """What `base.html` needs of the items: all, those in the line, those under "More" (one alone is not hidden)."""
    first, more = (items[:FIRST], items[FIRST:]) if len(items) > FIRST + 1 else (items, [])
    return {
        "nav": items,
        "nav_first": first,
        "nav_more": more,
        "nav_more_count": sum(item["count"] for item in more),
        "nav_more_current": any(item["current"] for item in more),
    }


def _is_within(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
