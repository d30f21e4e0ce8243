"""Tasks that another domain brings: how they are called, and the page where they are done."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from pulang.web.cases.words import task_title


@dataclass(frozen=True)
class TaskPage:
    """`title` names a task by the part of its ref behind the colon, `url` is where it is done; "" for neither."""

    title: Callable[[str], str]
    url: Callable[[UUID, str], str]


_PAGES: dict[str, TaskPage] = {}


def add_task_page(kind: str, page: TaskPage) -> None:
    """For tasks whose ref is `<kind>:…`; called in the `urls` of the domain that brings them, like `navigate`."""
    _PAGES[kind] = page


def title_of(code: str, ref: str) -> str:
    kind, _, about = ref.partition(":")
    return (_PAGES[kind].title(about) if kind in _PAGES else "") or task_title(code)


def url_of(case_id: UUID, ref: str) -> str:
    """Empty where the task is done on the case page itself."""
    kind, _, about = ref.partition(":")
    return _PAGES[kind].url(case_id, about) if kind in _PAGES else ""
