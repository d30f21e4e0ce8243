"""The worked cases that lie beside the project, and short ways to say what somebody answered."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pulang.identification.answers import Answer, Form, Role, Sanction, Submission, UrgentRisk
from pulang.identification.documents import Document, read_document
from pulang.identification.files import submission_of
from pulang.identification.instruments import load_instrument
from pulang.identification.scoring import ADULT, CHILD

Y, N, U = Answer.YES, Answer.NO, Answer.UNKNOWN

DIMENSIONS = (
    "deceptive_recruitment",
    "coercive_recruitment",
    "recruitment_abuse_vulnerability",
    "exploitation",
    "coercion_destination",
    "abuse_vulnerability_destination",
)


def folder() -> Path | None:
    """The worked cases: ``shared/scenarios`` beside the project, or beside a folder above it."""
    above = Path(__file__).resolve().parents[2:]
    return next((p / "shared" / "scenarios" for p in above if (p / "shared" / "scenarios").is_dir()), None)


def worked_cases() -> Iterator[tuple[str, Submission, Mapping[str, Any]]]:
    """Name, submission and expected outcome; a case with two assessments gives two."""
    beside = folder()
    for path in sorted(beside.glob("*.yaml")) if beside else ():
        document = read_document(path)
        case = {k: v for k, v in document.data.items() if not k.startswith(("answers", "expected"))}
        for part in ("", "_a", "_b"):
            if f"answers{part}" in document.data:
                data = {**case, "answers": document.data[f"answers{part}"]}
                told = submission_of(Document(document.file, data, document.lines))
                yield path.stem + part, told, document.data[f"expected{part}"]


def ids(dimension: str, *, child: bool = False) -> list[str]:
    """The indicators of a dimension in the order of the list."""
    return [i.id for i in load_instrument(CHILD if child else ADULT).indicators if i.dimension == dimension]


def everything(answer: Answer, *, child: bool = False) -> dict[str, Answer]:
    return {i.id: answer for i in load_instrument(CHILD if child else ADULT).indicators}


def told(age: int | None = 30, *, yes: str = "", no: bool = False, **facts: Any) -> Submission:
    """What somebody answered: the ids in ``yes``; with ``no`` all else was denied, otherwise it was not asked."""
    child = age is not None and age < 18
    answers = everything(N, child=child) if no else {}
    return Submission(age=age, answers=answers | dict.fromkeys(yes.split(), Y), **facts)


__all__ = ["DIMENSIONS", "Form", "N", "Role", "Sanction", "U", "UrgentRisk", "Y", "everything", "ids", "told"]
