"""What care refuses."""

from pulang.lib.errors import PulangError


class NoConsent(PulangError):
    """She has not allowed that services are told of her, or has taken it back."""

    code = "no_consent_for_services"


class OnlyAtHerWish(PulangError):
    """Spiritual care is offered by nobody; it is arranged where she asks for it."""

    code = "only_at_her_wish"


class HouseFull(PulangError):
    """All places (`capacity`) of the house are taken."""

    code = "house_full"


class Answered(PulangError):
    """The provider has answered already, or the referral has ended."""

    code = "referral_answered"


class DaySettled(PulangError):
    """What became of this day was said already."""

    code = "day_settled"


class FollowUpDone(PulangError):
    """This talk was held and recorded."""

    code = "follow_up_done"
