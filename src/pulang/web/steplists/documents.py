"""Between the form of a step and the document of a list (`repatriation/data/steps.schema.json`)."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from pulang.lib.errors import Invalid

LANGUAGES = ("en", "id", "km")
TEXTS = ("title", "who", "help")
Step = Mapping[str, Any]


def initial_of(code: str, step: Step, above: str) -> dict[str, Any]:
    """What the form shows of a step; `above` is the step over it."""
    owner, after, evidence = step["owner"], step.get("after", {}), step.get("evidence", {})
    fallback, also = step.get("fallback", {}), step["owner"].get("also_recorded_by", {})
    return {
        "code": code,
        "below": above,
        **{f"{part}_{lang}": step[part][lang] for part in TEXTS for lang in LANGUAGES},
        "side": owner["side"],
        "agencies": owner["agencies"],
        "also": [kind for kinds in also.values() for kind in kinds],
        "section": step["section"],
        "all": after.get("all", []),
        "any": after.get("any", []),
        "until": step.get("until", ""),
        "days": step["deadline"]["days"],
        "working": step["deadline"].get("working", []),
        "fallback_days": fallback.get("days"),
        "fallback_kinds": fallback.get("agencies", []),
        "fallback_agency": fallback.get("agency", ""),
        **{f"proof_{lang}": evidence.get("file", {}).get(lang, "") for lang in LANGUAGES},
        "proof_fields": ", ".join(evidence.get("fields", ())),
        "partner_sees": ", ".join(step.get("partner_sees", ())),
        "outcomes": as_yaml(step["outcomes"]),
        "fields": as_yaml(step.get("fields", {})),
    }


def step_of(given: Mapping[str, Any], sides: Iterable[str]) -> dict[str, Any]:
    """The step that a filled-in form describes. Raises Invalid for YAML that cannot be read."""
    owner: dict[str, Any] = {"side": given["side"], "agencies": given["agencies"]}
    if given["also"]:
        owner["also_recorded_by"] = {side: given["also"] for side in sides if side != given["side"]}
    step = {
        **{part: {lang: given[f"{part}_{lang}"] for lang in LANGUAGES} for part in TEXTS},
        "owner": owner,
        "section": given["section"],
        "after": {kind: given[kind] for kind in ("all", "any") if given[kind]},
        "until": given["until"],
        "deadline": {"days": given["days"], **_kept(working=given["working"])},
        "fallback": _fallback(given),
        "evidence": _evidence(given),
        "fields": from_yaml(given["fields"], "fields_recorded"),
        "outcomes": from_yaml(given["outcomes"], "outcomes"),
        "partner_sees": _codes(given["partner_sees"]),
    }
    return _kept(**step)


def as_yaml(part: Mapping[str, Any]) -> str:
    """One entry a line, as somebody reads and changes it."""
    if not part:
        return ""
    return yaml.safe_dump(dict(part), allow_unicode=True, sort_keys=False, default_flow_style=None, width=1000)


def from_yaml(text: str, field: str) -> dict[str, Any]:
    """Raises Invalid with the line."""
    try:
        found = yaml.safe_load(text) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Invalid(field, "not_yaml", line=line) from error
    if not isinstance(found, dict):
        raise Invalid(field, "not_yaml", line=1)
    return {str(name): value for name, value in found.items()}


def _fallback(given: Mapping[str, Any]) -> dict[str, Any]:
    if given["fallback_days"] is None:
        return {}
    parts = _kept(agencies=given["fallback_kinds"], agency=given["fallback_agency"])
    return {"days": given["fallback_days"], **parts}


def _evidence(given: Mapping[str, Any]) -> dict[str, Any]:
    file = {lang: given[f"proof_{lang}"] for lang in LANGUAGES}
    return _kept(file=file if any(file.values()) else {}, fields=_codes(given["proof_fields"]))


def _codes(text: str) -> list[str]:
    return [code for code in text.replace(",", " ").split() if code]


def _kept(**parts: Any) -> dict[str, Any]:
    """The parts that say something."""
    return {name: part for name, part in parts.items() if part not in ("", None, [], {})}
