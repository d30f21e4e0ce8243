"""Tasks that other domains make: what they are called, and the page on which they are done.

A task's `ref` is `kind:about` ("step:splp", "message:<id>"). A domain registers its kind in its `urls`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from pulang.web.cases.words import task_title


@dataclass(frozen=True)
class TaskKind:
    """`title` of what stands after the colon, or "" to use the task's own code; `url` for a case and that."""

    title: Callable[[str], str]
    url: Callable[[UUID, str], str]


_KINDS: dict[str, TaskKind] = {}


def add_task_kind(kind: str, found: TaskKind) -> None:
    _KINDS[kind] = found


def title_of(code: str, ref: str) -> str:
    """The title of a task, in the reader's language."""
    kind, _colon, about = ref.partition(":")
    return (_KINDS[kind].title(about) if kind in _KINDS else "") or task_title(code)


def url_of(case_id: UUID, ref: str) -> str:
    """Where the task is done, or "" where that is the case page itself."""
    kind, _colon, about = ref.partition(":")
    return _KINDS[kind].url(case_id, about) if kind in _KINDS else ""
