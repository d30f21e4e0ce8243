"""What an operation refuses."""

from pulang.lib.errors import PulangError


class OperationClosed(PulangError):
    """Nobody joins a closed operation, and nothing is done for its people together."""

    code = "operation_closed"


class SlipUnknown(PulangError):
    """No slip or number like this in the operation, or not the actor's to see."""

    code = "slip_unknown"


class NobodyChosen(PulangError):
    """Something for many people needs at least one, and at most as many as are done together."""

    code = "nobody_chosen"


class SharingRefused(PulangError):
    """She does not allow that a partner is told of her."""

    code = "sharing_refused"


class StayUnknown(PulangError):
    """Nobody recorded until when she may stay, so that no fine can be counted."""

    code = "stay_unknown"


class NotJudgedYet(PulangError):
    """Nobody has recorded yet whether she is a national."""

    code = "nationality_not_judged"


class NoFine(PulangError):
    """She may still stay: there is no fine yet."""

    code = "no_fine"


class NotPermittedYet(PulangError):
    """She has no paper to travel with yet."""

    code = "no_travel_paper"


class PaperUnknown(PulangError):
    """No paper with this code was issued here."""

    code = "paper_unknown"


class FlightHasLeft(PulangError):
    """The flight has left; who was on it is not changed any more."""

    code = "flight_has_left"


class OnTwoFlights(PulangError):
    """She has a seat on another flight of the operation already."""

    code = "on_two_flights"


class PaperExpires(PulangError):
    """What she travels with is not valid any more on the day of the flight (`until`)."""

    code = "paper_expires"


class PaperRanOut(PulangError):
    """On the day the flight leaves, what these people (`numbers`) travel with is not valid any more."""

    code = "paper_ran_out"


class ChildAlone(PulangError):
    """She is, or may be, a child on the day of the flight, and nobody is named who travels with her."""

    code = "child_alone"


class NoSeat(PulangError):
    """All seats (`seats`) are taken."""

    code = "no_seat"


class FlightCancelled(PulangError):
    """The flight does not take place; whoever had a seat gets one on another."""

    code = "flight_cancelled"


class NotOnBoard(PulangError):
    """She was not on board of this flight, so that she cannot have arrived with it."""

    code = "not_on_board"
