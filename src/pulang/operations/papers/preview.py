"""Every paper with made-up people, to look at before an authority puts a template of its own to use."""

from datetime import date
from typing import Any

from django.conf import settings

from pulang.access.policy import agency_of, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.rules import consent_scopes
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound
from pulang.operations.models import PaperKind
from pulang.operations.papers.parts import Paper, qr, set_paper
from pulang.printing import LANGUAGES, day_in_words

NUMBER = "P-0000-000000"
ADDRESS = "https://example.invalid/genuine/SAMPLE/"
SLIPS = "slips"
TOKENS = [f"SAMPLE{place:02}" for place in range(12)]  # more than one page of slips
# Nobody is called so. What papers break on: a name of one letter, a very long one, other scripts, nothing known.
NAMES = ("Contoh Satu", "A", "Contoh " * 9 + "Panjang", "ឧទាហរណ៍ មួយ", "Contoh Đặc Biệt")
FLIGHT = {
    "segments": [{"flight": "XX123", "from": "PNH", "to": "SIN"}, {"flight": "XX456", "from": "SIN", "to": "CGK"}],
    "escorts": ["Contoh Pendamping"],
    "seats": 180,
    "state": "frozen",
}


@query(None)
def preview_paper(actor: Actor, *, kind: str, language: str, on: date) -> Paper:
    """The paper of this kind with made-up people, as this node prints it now. Every officer may look: it is nobody.

    Raises NotFound, Invalid (language), TemplateBroken.
    """
    if kind not in (*PaperKind.values, SLIPS):
        raise NotFound()
    if language not in LANGUAGES:
        raise Invalid("language", "not_a_choice")
    record(actor, Event.EXPORT_MADE, sample=kind, language=language)
    day = day_in_words(on, language)
    version, scopes = consent_scopes()
    return set_paper(
        kind,
        {
            "to": "Contoh Instansi\nContoh Kota",
            "on": on.isoformat(),
            "day": day,
            "officer": "Contoh Petugas",
            "operation": "O-0000-000000",
            "address": ADDRESS,
            "rows": [_row(place, name) for place, name in enumerate(NAMES)],
            "flight": {**FLIGHT, "day": on.isoformat(), "day_words": day},
            "scopes": [texts[language] for texts in scopes.values()],
            "script": version,
            "slips": [{"number": place + 1, "token": token} for place, token in enumerate(TOKENS)],
        },
        language=language,
        agency=agency_of(actor).name,
        number=NUMBER,
        on=on,
        images={"qr.svg": qr(ADDRESS), **{f"{token}.svg": qr(token) for token in TOKENS}},
    )


def is_own(kind: str) -> bool:
    """Whether this node has a template of its own for this kind of paper."""
    return (settings.PAPERS_ROOT / kind).is_dir()


def _row(place: int, name: str) -> dict[str, Any]:
    """All that any paper says of a person; every second one has little more than a name."""
    full = place % 2 == 0
    return {
        "number": place + 1,
        "case": f"ID-0000-{place:06}",
        "name": name.strip(),
        "sex": ("female", "male", "unknown")[place % 3],
        "born": "1999-08-17" if full else "",
        "birth_place": "Contoh" if full else "",
        "nationality": "IDN",
        "passport": f"X{place:07}" if full else "",
        "nik": "0000000000000000" if full else "",
        "paper": f"XE{place:06}" if full else "",
        "paper_until": "2030-01-01" if full else "",
        "address": "Jalan Contoh 1, Kota Contoh" if full else "",
        "description": "",
        "allowed_until": "2025-01-31",
        "days": 365,
        "a_day": "10.00",
        "amount": "3650.00",
        "currency": "USD",
        "granted": "3650.00" if full else "",
        "fine": "granted" if full else "",
        "seat": f"{place + 1}A",
        "needs": "" if full else "kursi roda",
        "guardian": "",
        "payer": "self_paid",
        "late": not full,
        "answer": ("verified", "in_doubt", "other_national")[place % 3],
        "basis": ("passport", "questions_family")[place % 2],
        "reference": "" if full else "DUKCAPIL/2026/17",
        "said": [{"ask": {"en": "Contoh", "id": "Contoh", "km": "ឧទាហរណ៍"}, "text": "Contoh " * 20}],
        "prints": ["Contoh Instansi, 0000"],
        "state": ("booked", "left", "arrived", "not_arrived", "off")[place],
        "seen_on": "2026-01-20" if full else "",
        "fit": "fit" if full else "",
    }
