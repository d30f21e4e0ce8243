"""What the question of non-punishment refuses."""

from pulang.lib.errors import PulangError


class NoVictimDecision(PulangError):
    """No decision that stands says that she is a victim or presumed to be one."""

    code = "nonpunishment_no_decision"


class NothingToRecommend(PulangError):
    """No act is recorded that the trafficking caused, wholly or in part."""

    code = "nonpunishment_no_act"


class NoRuleInForce(PulangError):
    """The data hold no rule on non-punishment for this country and day; none is invented."""

    code = "nonpunishment_no_rule"
