"""What a claim says to an officer, by its code; and what warns her."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.matching.rules import Claim

CLAIMS: dict[str, str | Promise] = {
    "word_equal": _("“%(left)s” is the same"),
    "word_spelling": _("“%(left)s” is another spelling of “%(right)s”"),
    "word_sound": _("“%(left)s” sounds like “%(right)s”"),
    "word_typo": _("“%(left)s” and “%(right)s” differ by one letter"),
    "word_far": _("“%(left)s” and “%(right)s” are alike"),
    "word_short": _("“%(left)s” and “%(right)s” begin alike"),
    "word_initial": _("“%(left)s” may stand for “%(right)s”"),
    "word_joined": _("“%(left)s” and “%(right)s” are the same but for a space"),
    "words_left_over": _("Only one of the names has “%(left)s%(right)s”"),
    "words_differ": _("“%(left)s” and “%(right)s” differ"),
    "name_differs": _("The names differ: “%(left)s” and “%(right)s”"),
    "birth_date_equal": _("Same birth date"),
    "birth_date_swapped": _("Birth date with day and month the other way round"),
    "birth_date_one_digit": _("Birth date equal but for one figure"),
    "birth_date_placeholder": _("Same year, on the first of January, which often stands for an unknown day"),
    "birth_date_year_month": _("Same month and year of birth"),
    "birth_date_month_day": _("Same day and month, another year of birth"),
    "birth_date_near_year_same_day": _("Same day and month, and a year or two apart"),
    "birth_date_year_other_day": _("Same year of birth, another day"),
    "birth_date_year": _("Same year of birth"),
    "birth_date_near_year_other_day": _("Years of birth close to each other, and another day"),
    "birth_date_near_year": _("Years of birth close to each other"),
    "birth_date_near": _("Years of birth a few apart"),
    "birth_date_differs": _("Other birth date"),
    "birth_place_equal": _("Same birthplace"),
    "birth_place_like": _("Birthplaces alike"),
    "birth_place_differs": _("Other birthplace"),
    "sex_equal": _("Same sex"),
    "sex_differs": _("Other sex"),
    "nationality_equal": _("Same nationality"),
    "nationality_differs": _("Other nationality"),
    "nik_equal": _("Same NIK"),
    "nik_one_digit": _("NIK equal but for one figure"),
    "nik_two_digits": _("NIK equal but for two figures"),
    "nik_differs": _("Other NIK"),
    "paper_equal": _("Same paper number"),
    "paper_one_digit": _("Paper number equal but for one sign"),
    "paper_differs": _("Other paper number; papers are taken and replaced"),
    "phone_equal": _("Same phone"),
    "phone_one_digit": _("Phone equal but for one figure"),
    "phone_differs": _("Other phone"),
    "relatives": _("Relatives share a phone, or have NIKs beside each other, under different names"),
}

WARNINGS: dict[str, str | Promise] = {
    "nik_conflict": _("Two valid NIKs that differ: a NIK is for life. Compare both with the cards."),
    "sex_conflict": _("The sex differs. Check it before anything else."),
}

SENTENCES: dict[str, str | Promise] = {
    "list_no_such_column": _("The list has no column “%(column)s”. It has: %(columns)s."),
    "too_many": _("At most %(limit)s at a time. Send the rest in another request."),
}

STRENGTHS: dict[str, str | Promise] = {
    "likely": _("Likely the same"),
    "possible": _("Possibly the same"),
    "weak": _("Only alike"),
}


def claim_sentence(claim: Claim) -> str:
    """The claim in the reader's language."""
    return str(CLAIMS[claim.code]) % {"left": claim.left, "right": claim.right}


def warning_sentence(code: str) -> str:
    """What a warning of a comparison says."""
    return str(WARNINGS[code])
