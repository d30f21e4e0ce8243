"""What the register of persons says to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "too_few_identifiers": _("Give a paper's number, or two of name, birth date and phone."),
    "person_exists": _("A paper with this number belongs to somebody who is registered already. Open that record."),
    "person_merged": _("This record was joined with another one."),
    "name_without_letters": _("A name needs letters. Write it as she says it."),
    "date_unreadable": _("This date cannot be read. Write it as 17/08/1995, 1995, or about 1995."),
    "date_impossible": _("There is no such day. Check day, month and year."),
    "date_in_future": _("This date lies in the future. Check the year."),
    "date_too_early": _("This date lies too far back. Check the year."),
    "nik_characters": _("A NIK has only figures."),
    "nik_length": _("A NIK has 16 figures; this has %(length)s."),
    "nik_impossible_date": _("The birth date inside this NIK does not exist. Compare it with the card."),
    "passport_empty": _("Write the number of the passport."),
    "passport_characters": _("A passport number has only letters and figures."),
    "passport_length": _("This is too long for a passport number."),
    "mrz_lines": _("The zone at the foot of the passport has two lines; %(found)s were given."),
    "mrz_length": _("Line %(line)s has %(length)s signs; it must have %(expected)s."),
    "mrz_characters": _("Line %(line)s holds signs that cannot stand there. Type it again."),
    "mrz_not_passport": _("This zone is not of a passport."),
}
