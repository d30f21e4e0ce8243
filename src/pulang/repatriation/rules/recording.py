"""What a step records: its fields read from what was typed, and whether the step is proven. Pure."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from pulang.lib.errors import Invalid, raise_problems
from pulang.lib.money import CURRENCIES
from pulang.lib.text import ascii_digits, clean_text
from pulang.repatriation.rules.definitions import FieldDefinition, FieldKind, State, StepDefinition, When

PAPER = re.compile(r"[A-Z0-9][A-Z0-9/.-]{2,39}")
FLIGHT = re.compile(r"[A-Z0-9]{2}[A-Z]?[0-9]{1,4}[A-Z]?")  # airline code (IATA 2, ICAO 3) and number
OLDEST, FARTHEST = date(2015, 1, 1), timedelta(days=730)
MOST_MONEY = Decimal("10000000000")


def read_fields(
    step: StepDefinition,
    result: str,
    raw: Mapping[str, object],
    *,
    today: date,
    has_file: bool,
    complete: bool = True,
) -> dict[str, str]:
    """The step's fields as kept: text, dates as ISO 8601, money as a decimal text; empty ones left out.

    Raises Invalid or Problems: an unknown result or field, a value that cannot be read, one that is missing, and
    `evidence_needed` on "evidence" where a step that ends as done is not proven. What a partner tells is not
    `complete`: it keeps the rest, and the proof, to itself.
    """
    outcome = step.outcomes.get(result)
    if outcome is None:
        raise Invalid("result", "required" if not result else "not_a_choice")
    fields = {field.name: field for field in step.fields}
    problems = [Invalid(name, "unknown_field") for name in raw if name not in fields]
    kept: dict[str, str] = {}
    for name, field in fields.items():
        try:
            if value := _read(field, raw.get(name), today):
                kept[name] = value
            elif complete and field.required and outcome.ends is State.DONE:
                problems.append(Invalid(name, "required"))
        except Invalid as problem:
            problems.append(problem)
    for name, field in fields.items():
        if field.kind is FieldKind.MONEY and name in kept and not _has_currency(step, kept):
            problems.append(Invalid(name, "currency_missing"))
    if complete and outcome.ends is State.DONE and not _proven(step, kept, has_file):
        problems.append(Invalid("evidence", "evidence_needed"))
    raise_problems(problems)
    return kept


def _proven(step: StepDefinition, kept: Mapping[str, str], has_file: bool) -> bool:
    evidence = step.evidence
    if evidence is None or (evidence.file and has_file):
        return True
    return bool(evidence.fields) and all(name in kept for name in evidence.fields)


def _has_currency(step: StepDefinition, kept: Mapping[str, str]) -> bool:
    return any(field.kind is FieldKind.CURRENCY and field.name in kept for field in step.fields)


def _read(field: FieldDefinition, raw: object, today: date) -> str:
    """Raises Invalid on the field's name."""
    if raw is None:
        return ""
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal | date):
        raise Invalid(field.name, "not_text")
    text = clean_text(str(raw), field=field.name, max_length=500)
    if not text or field.kind is FieldKind.TEXT:
        return text
    text = ascii_digits(text)
    match field.kind:
        case FieldKind.DATE:
            return _date(field, text, today)
        case FieldKind.MONEY:
            return _money(field, text)
        case FieldKind.WHOLE:
            if not re.fullmatch(r"[0-9]{1,6}", text):
                raise Invalid(field.name, "not_whole")
            return str(int(text))
        case FieldKind.CHOICE:
            return _one_of(field, text, tuple(field.choices))
        case FieldKind.CURRENCY:
            return _one_of(field, text.upper(), CURRENCIES)
        case FieldKind.FLIGHT:
            return _matching(field, re.sub(r"[\s-]", "", text.upper()), FLIGHT, "not_a_flight")
        case _:
            return _matching(field, re.sub(r"\s", "", text.upper()), PAPER, "not_a_paper_number")


def _one_of(field: FieldDefinition, text: str, allowed: tuple[str, ...]) -> str:
    if text not in allowed:
        raise Invalid(field.name, "not_a_choice")
    return text


def _matching(field: FieldDefinition, text: str, pattern: re.Pattern[str], code: str) -> str:
    if not pattern.fullmatch(text):
        raise Invalid(field.name, code)
    return text


def _date(field: FieldDefinition, text: str, today: date) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(field.name, "not_a_date") from error
    # A day's grace: the two countries and the server need not stand on the same date.
    if field.when is When.PAST and day > today + timedelta(days=1):
        raise Invalid(field.name, "date_in_future")
    if not OLDEST <= day <= today + FARTHEST * (1 if field.when is When.COMING else 5):
        raise Invalid(field.name, "date_too_far")
    return day.isoformat()


def _money(field: FieldDefinition, text: str) -> str:
    """Digits with an optional point; a thousands separator means two things in two offices, so it is refused."""
    try:
        amount = Decimal(text) if re.fullmatch(r"[0-9]+(\.[0-9]{1,2})?", text) else None
    except InvalidOperation:
        amount = None
    if amount is None:
        raise Invalid(field.name, "not_money")
    if amount > MOST_MONEY:
        raise Invalid(field.name, "too_much_money")
    return f"{amount:f}"
