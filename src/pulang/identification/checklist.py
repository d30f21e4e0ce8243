"""Lists that are shown and never summed: what is present, open and absent, by group. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pulang.identification.answers import Answer, Submission
from pulang.identification.errors import UnknownIndicator, WrongVersion
from pulang.identification.instruments import Indicator, Instrument


@dataclass(frozen=True, slots=True)
class Checklist:
    """One list over one person's answers. ``bears_on``: Delphi indicators that the present ones touch."""

    instrument: str
    version: str
    present: tuple[str, ...]
    open: tuple[str, ...]
    absent: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]
    ilo11_present: tuple[str, ...]
    bears_on: tuple[str, ...]
    contradictions: tuple[str, ...]


def read_checklist(told: Submission, instrument: Instrument) -> Checklist:
    """Sort the answers by what they show. Raises :class:`UnknownIndicator`, :class:`WrongVersion`."""
    known = {indicator.id for indicator in instrument.indicators}
    if told.instrument not in (None, instrument.id) or told.version not in (None, instrument.version):
        answered = f"{told.instrument or instrument.id}@{told.version or instrument.version}"
        raise WrongVersion(answered=answered, instrument=instrument.label)
    strangers = tuple(sorted(told.answers.keys() - known))
    if strangers:
        raise UnknownIndicator(indicators=strangers, instrument=instrument.label)
    present = [i for i in instrument.indicators if told.answers.get(i.id) is Answer.YES]
    absent = [i for i in instrument.indicators if told.answers.get(i.id) is Answer.NO]
    return Checklist(
        instrument=instrument.id,
        version=instrument.version,
        present=_ids(present),
        open=_ids([i for i in instrument.indicators if i not in present and i not in absent]),
        absent=_ids(absent),
        groups={d.id: _ids([i for i in present if i.dimension == d.id]) for d in instrument.dimensions},
        ilo11_present=_once(name for i in present for name in i.ilo11),
        bears_on=_once(name for i in present for name in i.bears_on),
        contradictions=tuple(each for each in told.contradictions if each in known),
    )


def checklist_as_dict(checklist: Checklist) -> dict[str, Any]:
    """Plain values for JSON. ``result`` says that there is none: a list is shown, not summed."""
    return {
        "instrument": checklist.instrument,
        "version": checklist.version,
        "result": "shown_not_scored",
        "open": bool(checklist.open),
        "could_become": None,
        "dimensions": {name: list(ids) for name, ids in checklist.groups.items()},
        "forms": [],
        "palermo": None,
        "ilo11_present": list(checklist.ilo11_present),
        "because": list(checklist.present),
        "settles": list(checklist.open),
        "absent": list(checklist.absent),
        "bears_on": list(checklist.bears_on),
        "contradictions": list(checklist.contradictions),
    }


def _ids(indicators: list[Indicator]) -> tuple[str, ...]:
    return tuple(indicator.id for indicator in indicators)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
