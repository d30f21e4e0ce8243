"""Find, read, check and cache instruments. A file that is not sound is refused with its line."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pulang.identification.documents import read_document
from pulang.identification.errors import InstrumentNotFound
from pulang.identification.instruments.checking import check_place, check_sense, check_shape
from pulang.identification.instruments.model import (
    Condition,
    Dimension,
    Grade,
    Indicator,
    Instrument,
    Kind,
    Line,
    Rule,
)

DATA = Path(__file__).resolve().parent.parent / "data"


def list_instruments() -> Mapping[str, tuple[str, ...]]:
    """Every instrument id with its versions, oldest first."""
    folders = sorted(folder for folder in (DATA / "instruments").iterdir() if folder.is_dir())
    return {folder.name: _versions(folder) for folder in folders}


@cache
def load_instrument(instrument_id: str, version: str | None = None) -> Instrument:
    """One version of an instrument, the newest unless named. Read once, then shared.

    Raises :class:`InstrumentNotFound`, or ``DataBroken`` with file and line.
    """
    known = list_instruments()
    versions = known.get(instrument_id, ())
    if not versions or (version is not None and version not in versions):
        raise InstrumentNotFound(instrument=instrument_id, version=version, known=versions or tuple(sorted(known)))
    return _load(instrument_id, version or versions[-1])


def instrument_files() -> tuple[Path, ...]:
    """Every instrument file of the package, in order of id and version."""
    return tuple(
        DATA / "instruments" / instrument_id / f"{version}.yaml"
        for instrument_id, versions in list_instruments().items()
        for version in versions
    )


def read_instrument(path: Path) -> Instrument:
    """Read and check one instrument file, wherever it lies. In the library its place is its id and version."""
    document = read_document(path)
    check_shape(document, _schema())
    instrument = _build(document.data)
    check_sense(document, instrument)
    if path.resolve().is_relative_to(DATA):
        check_place(document, instrument, path)
    return instrument


@cache
def _load(instrument_id: str, version: str) -> Instrument:
    return read_instrument(DATA / "instruments" / instrument_id / f"{version}.yaml")


@cache
def _schema() -> Mapping[str, Any]:
    return MappingProxyType(json.loads((DATA / "schema" / "instrument.schema.json").read_text("utf-8")))


def _versions(folder: Path) -> tuple[str, ...]:
    return tuple(sorted((file.stem for file in folder.glob("*.yaml")), key=_version_key))


def _version_key(version: str) -> tuple[tuple[int, str], ...]:
    """Numbers in their order as numbers, so that 1.10 comes after 1.9."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in version.split("."))


def _build(data: Mapping[str, Any]) -> Instrument:
    rule = data.get("rule")
    return Instrument(
        id=data["id"],
        version=data["version"],
        kind=Kind(data["kind"]),
        applies_to=data["applies_to"],
        title=_texts(data["title"]),
        source=data["source"],
        confidence=data["confidence"],
        licence_note=data["licence_note"],
        km_checked=data["km_checked"],
        dimensions=tuple(_dimension(each) for each in data["dimensions"]),
        indicators=tuple(_indicator(each) for each in data["indicators"]),
        rule=_rule(rule) if rule else None,
    )


def _dimension(data: Mapping[str, Any]) -> Dimension:
    return Dimension(data["id"], _texts(data["label"]), data.get("element"), data.get("phase"))


def _indicator(data: Mapping[str, Any]) -> Indicator:
    grade = data.get("grade")
    return Indicator(
        id=data["id"],
        dimension=data["dimension"],
        grade=Grade(grade) if grade else None,
        element=data.get("element"),
        ilo11=tuple(data.get("ilo11", ())),
        bears_on=tuple(data.get("bears_on", ())),
        law=MappingProxyType(dict(data.get("law", {}))),
        text=_texts(data["text"]),
        sources=tuple(data.get("sources", ())),
        doubt=data.get("doubt"),
    )


def _rule(data: Mapping[str, Any]) -> Rule:
    return Rule(
        positive_if_any=tuple(MappingProxyType(dict(each)) for each in data["positive_if_any"]),
        work=data["work"],
        crime=data["crime"],
        means_required=data["means_required"],
        lines=tuple(_line(each) for each in data["lines"]),
    )


def _line(data: Mapping[str, Any]) -> Line:
    return Line(
        number=data["line"],
        result=data["result"],
        when=_condition(data["when"]),
        refers=data["refers"],
        label=_texts(data["label"]),
        why=_texts(data["why"]),
    )


def _condition(data: Mapping[str, Any]) -> Condition:
    ((word, parts),) = data.items()
    return Condition(word == "all", tuple(part if isinstance(part, str) else _condition(part) for part in parts))


def _texts(data: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(data))
