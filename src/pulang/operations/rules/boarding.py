"""Who may be given a seat, and what a passenger's state says of her steps. Pure."""

from datetime import date
from itertools import pairwise

from pulang.lib.errors import Invalid, PulangError
from pulang.lib.partial_date import PartialDate
from pulang.operations.errors import ChildAlone, PaperExpires

OF_AGE = 18
#: What a state at departure says of the step `departure`; the others say nothing of it.
DEPARTURES = {"left": "left", "missed": "missed", "not_let_out": "not_let_out", "refused": "will_not_travel"}
ARRIVALS = {"arrived": "received", "not_arrived": "not_on_board"}
SEATED = ("booked", "left", "arrived", "not_arrived")


def problem_of(*, day: date, birth_date: str, guardian: str, paper_until: str) -> PulangError | None:
    """What stands against a seat on that day: a paper that runs out before, a child with nobody beside."""
    if paper_until:
        try:
            last = date.fromisoformat(paper_until)
        except ValueError:
            last = None
        if last is not None and last < day:
            return PaperExpires(until=paper_until)
    if birth_date and not guardian and PartialDate.from_text(birth_date).age_on(day)[0] < OF_AGE:
        return ChildAlone()
    return None


def check_segments(segments: list[dict[str, str]]) -> None:
    """Each segment goes on from where the one before ended. Raises Invalid."""
    if not segments:
        raise Invalid("segments", "required")
    for before, after in pairwise(segments):
        if before["to"] != after["from"]:
            raise Invalid("segments", "segments_do_not_meet", arrives=before["to"], leaves=after["from"])
