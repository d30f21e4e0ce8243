"""A date as far as it is known, in the reader's language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pulang.lib.errors import Invalid
from pulang.lib.partial_date import PartialDate


def date_in_words(text: str) -> str:
    """The canonical form of a partial date as people write it: “8 March 1998”, “about 1998”.

    Anything else, such as what somebody said in her own words, comes back as it is.
    """
    try:
        known = PartialDate.from_text(text)
    except Invalid:
        return text
    day = date(known.year, known.month or 1, known.day or 1)
    if known.month is None:
        written = str(known.year)
    else:
        written = date_format(day, "DATE_FORMAT" if known.day else "YEAR_MONTH_FORMAT")
    return _("about %(when)s") % {"when": written} if known.approximate else written
