"""How long an urgency leaves: danger 8 hours, urgent 3 days, normal 7 days (design of NX/1, `due`)."""

from datetime import datetime, timedelta

LEAVES = {"danger": timedelta(hours=8), "urgent": timedelta(days=3), "normal": timedelta(days=7)}


def due_after(urgency: str, start: datetime) -> datetime:
    return start + LEAVES[urgency]
