"""The travel document in lieu of a passport (SPLP): one journey into Indonesia, at most two years.

UU 6/2011 art. 24, 27 and 28; Permenkumham 8/2014 art. 1(2) and 43. The form of its number is not published.
"""

from dataclasses import dataclass
from datetime import date

from pulang.lib.documents.passport import check_expiry
from pulang.lib.errors import Invalid, raise_problems
from pulang.lib.notes import Note, note
from pulang.lib.text import clean_text

MAX_YEARS = 2
_MAX_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Splp:
    """A checked SPLP; ``used_on`` is the day of its one journey."""

    number: str
    issued: date
    expires: date
    used_on: date | None = None

    def warnings(self, *, on: date) -> list[Note]:
        """Say what stands against travelling with it on a day.

        ``splp_used`` (used_on), ``splp_not_yet_issued``, ``paper_expired``.
        """
        found = []
        if self.used_on is not None:
            found.append(note("splp_used", used_on=self.used_on.isoformat()))
        if on < self.issued:
            found.append(note("splp_not_yet_issued", issued=self.issued.isoformat()))
        expiry = check_expiry(self.expires, on=on)
        # A paper for one journey does not need the months of validity that a passport needs.
        if expiry is not None and expiry.code == "paper_expired":
            found.append(expiry)
        return found


def latest_expiry(issued: date) -> date:
    """Return the last day on which an SPLP of that day may be valid."""
    try:
        return issued.replace(year=issued.year + MAX_YEARS)
    except ValueError:
        return date(issued.year + MAX_YEARS, 2, 28)


def check_splp(number: str, *, issued: date, expires: date, used_on: date | None = None) -> Splp:
    """Return the SPLP with its number cleaned.

    Raises ``Invalid`` or ``Problems``: ``number`` ``splp_number_empty``; ``expires``
    ``splp_expires_before_issue`` or ``splp_valid_too_long`` (latest); ``used_on`` ``splp_used_before_issue``.
    """
    cleaned = clean_text(number, field="number", max_length=_MAX_LENGTH).upper()
    problems = [] if cleaned else [Invalid("number", "splp_number_empty")]
    if expires < issued:
        problems.append(Invalid("expires", "splp_expires_before_issue"))
    elif expires > (latest := latest_expiry(issued)):
        problems.append(Invalid("expires", "splp_valid_too_long", latest=latest.isoformat()))
    if used_on is not None and used_on < issued:
        problems.append(Invalid("used_on", "splp_used_before_issue"))
    raise_problems(problems)
    return Splp(cleaned, issued, expires, used_on)
