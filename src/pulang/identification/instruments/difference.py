"""What changed between two versions of an instrument, in sentences that an officer can read."""

from collections.abc import Iterator

from pulang.identification.instruments.model import (
    LANGUAGES,
    Condition,
    Indicator,
    Instrument,
    Line,
    Rule,
    Texts,
)


def diff_versions(old: Instrument, new: Instrument) -> tuple[str, ...]:
    """Sentences, in the order of the file; empty if nothing changed but the version number.

    Raises ``ValueError`` for two different instruments.
    """
    if old.id != new.id:
        raise ValueError(f"{old.id} and {new.id} are different instruments, not two versions of one")
    return (*_heads(old, new), *_dimensions(old, new), *_indicators(old, new), *_rules(old, new))


def _heads(old: Instrument, new: Instrument) -> Iterator[str]:
    for name in ("kind", "applies_to", "source", "confidence", "licence_note", "km_checked"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield f"{name}: {_shown(before)} -> {_shown(after)}"
    yield from _texts("title", old.title, new.title)


def _dimensions(old: Instrument, new: Instrument) -> Iterator[str]:
    before, after = ({d.id: d for d in each.dimensions} for each in (old, new))
    yield from (f"dimension {name} removed" for name in before if name not in after)
    yield from (f"dimension {name} added" for name in after if name not in before)
    for name in (name for name in before if name in after):
        yield from _texts(f"dimension {name}", before[name].label, after[name].label)


def _indicators(old: Instrument, new: Instrument) -> Iterator[str]:
    before, after = ({i.id: i for i in each.indicators} for each in (old, new))
    for name in before:
        if name not in after:
            yield f"{name} removed ({before[name].text['en']})"
        else:
            yield from _indicator(before[name], after[name])
    yield from (f"{name} added ({after[name].text['en']})" for name in after if name not in before)


def _indicator(old: Indicator, new: Indicator) -> Iterator[str]:
    for name in ("dimension", "grade", "element", "ilo11", "bears_on", "sources", "doubt"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield f"{old.id} {name}: {_shown(before)} -> {_shown(after)} ({old.text['en']})"
    for country in sorted(old.law.keys() | new.law.keys()):
        if old.law.get(country) != new.law.get(country):
            yield f"{old.id} {country}: {_shown(old.law.get(country))} -> {_shown(new.law.get(country))}"
    yield from _texts(old.id, old.text, new.text)


def _rules(old: Instrument, new: Instrument) -> Iterator[str]:
    if old.rule is None or new.rule is None:
        if old.rule is not new.rule:
            yield "rule added" if old.rule is None else "rule removed"
        return
    if old.rule.positive_if_any != new.rule.positive_if_any:
        before, after = (_thresholds(rule) for rule in (old.rule, new.rule))
        yield f"a dimension is positive with: {before} -> {after}"
    for name in ("work", "crime", "means_required"):
        if getattr(old.rule, name) != getattr(new.rule, name):
            yield f"rule {name}: {_shown(getattr(old.rule, name))} -> {_shown(getattr(new.rule, name))}"
    for number in range(max(len(old.rule.lines), len(new.rule.lines))):
        yield from _line(number + 1, old.rule.lines[number : number + 1], new.rule.lines[number : number + 1])


def _line(number: int, old: tuple[Line, ...], new: tuple[Line, ...]) -> Iterator[str]:
    if not old or not new:
        yield f"line {number} {'added' if new else 'removed'}: {(new or old)[0].result}"
        return
    (before,), (after,) = old, new
    if before.result != after.result:
        yield f"line {number} result: {before.result} -> {after.result}"
    if before.when != after.when:
        yield f"line {number} when: {_spoken(before.when)} -> {_spoken(after.when)}"
    if before.refers != after.refers:
        yield f"line {number} refers: {_shown(before.refers)} -> {_shown(after.refers)}"
    yield from _texts(f"line {number} label", before.label, after.label)
    yield from _texts(f"line {number} why", before.why, after.why)


def _texts(name: str, old: Texts, new: Texts) -> Iterator[str]:
    for language in LANGUAGES:
        if old[language] != new[language]:
            yield f'{name} {language}: "{old[language]}" -> "{new[language]}"'


def _spoken(condition: Condition) -> str:
    parts = [part if isinstance(part, str) else f"({_spoken(part)})" for part in condition.parts]
    return (" and " if condition.every else " or ").join(parts) or "always"


def _thresholds(rule: Rule) -> str:
    """``2 strong; 1 strong and 1 medium or weak; …``"""
    return "; ".join(
        " and ".join(f"{number} {grade.replace('_', ' ')}" for grade, number in each.items())
        for each in rule.positive_if_any
    )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)
