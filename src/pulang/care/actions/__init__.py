"""Writes of care. Each is one transaction, tells the timeline and leaves its word in the audit."""

from pulang.care.actions.given import plan_day, record_given, settle_day
from pulang.care.actions.houses import end_residence, place_person, report_missing, set_house
from pulang.care.actions.plans import add_goal, begin_follow_up, record_follow_up, settle_goal
from pulang.care.actions.referrals import answer_referral, end_referral, refer

__all__ = [
    "add_goal",
    "answer_referral",
    "begin_follow_up",
    "end_referral",
    "end_residence",
    "place_person",
    "plan_day",
    "record_follow_up",
    "record_given",
    "refer",
    "report_missing",
    "set_house",
    "settle_day",
    "settle_goal",
]
