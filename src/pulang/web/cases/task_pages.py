"""Tasks that another domain brings: how they are called, and the page where they are done."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from pulang.web.cases.words import task_title


@dataclass(frozen=True)
class TaskPage:
    """`title` names a task by the part of its ref behind the colon, `url` is where it is done; "" for neither.

    `by_hand`: an officer says herself that it is done.
    """

    title: Callable[[str], str]
    url: Callable[[UUID, str], str]
    by_hand: bool = False


_PAGES: dict[str, TaskPage] = {}
_CODES: dict[str, Callable[[UUID], str]] = {}


def add_task_page(kind: str, page: TaskPage) -> None:
    """For tasks whose ref is `<kind>:…`; called in the `urls` of the domain that brings them, like `navigate`."""
    _PAGES[kind] = page


def add_code_page(code: str, url: Callable[[UUID], str]) -> None:
    """Where a task of this code that has no ref is done, by the case; it can be ticked off by hand as well."""
    _CODES[code] = url


def by_hand(ref: str) -> bool:
    """Whether an officer ticks it off: what a message or a step asks for is done there, and the task with it."""
    kind = ref.partition(":")[0]
    return not ref or (kind in _PAGES and _PAGES[kind].by_hand)


def title_of(code: str, ref: str) -> str:
    kind, _, about = ref.partition(":")
    return (_PAGES[kind].title(about) if kind in _PAGES else "") or task_title(code)


def url_of(case_id: UUID, ref: str, code: str = "") -> str:
    """Empty where the task is done on the case page itself."""
    kind, _, about = ref.partition(":")
    if not ref and code in _CODES:
        return _CODES[code](case_id)
    return _PAGES[kind].url(case_id, about) if kind in _PAGES else ""
