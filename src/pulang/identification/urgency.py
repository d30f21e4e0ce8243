"""What a ticked risk does to a case, as data. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pulang.identification.answers import UrgentRisk
from pulang.identification.documents import read_document

FILE = Path(__file__).resolve().parent / "data" / "urgency" / "1.0.yaml"


@dataclass(frozen=True, slots=True)
class Alarm:
    """The risk's word in cases, the urgency (danger, urgent) that it asks for at least, the task it makes."""

    case_risk: str
    urgency: str
    task: str


@cache
def alarms() -> Mapping[UrgentRisk, Alarm]:
    """By risk; every risk has one. Raises ``DataBroken``."""
    document = read_document(FILE)
    found = {UrgentRisk(name): Alarm(**each) for name, each in document.data["risks"].items()}
    missing = [risk.value for risk in UrgentRisk if risk not in found]
    if missing:
        raise document.broken(("risks",), f"no urgency is given for {', '.join(missing)}")
    return MappingProxyType(found)
