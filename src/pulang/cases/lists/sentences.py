"""What is said of a list and of each flaw of a row: what was found, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from pulang.cases.lists.rows import Message
from pulang.lib.errors import Invalid
from pulang.words import sentence

COLUMNS: dict[str, str | Promise] = {
    "name": _("Name"),
    "sex": _("Sex"),
    "birth_date": _("Birth date"),
    "birth_place": _("Birth place"),
    "nationality": _("Nationality"),
    "nik": _("NIK"),
    "passport": _("Passport"),
    "splp": _("SPLP"),
    "phone": _("Phone"),
    "family_phone": _("Phone of the family"),
    "papers": _("Papers"),
    "contacts": _("Contacts"),
}

SENTENCES: dict[str, str | Promise] = {
    "list_empty": _("The file holds no rows. Choose the file with the list of people."),
    "list_too_big": _("The file is too big: at most %(limit)s MB. Split the list and hand in the parts."),
    "list_unreadable": _("This file cannot be read as a list. Save it as Excel (.xlsx) or CSV and try again."),
    "list_too_many_rows": _("The list has too many rows: at most %(limit)s. Split it and hand in the parts."),
    "list_too_many_columns": _("The list has too many columns: at most %(limit)s. Remove those not about people."),
    "list_cell_too_long": _("A cell of row %(row)s is too long: at most %(limit)s characters."),
    "list_no_name_column": _(
        "No column with names was found. Put headings, such as Name or Nama, above the rows. Found: %(headings)s"
    ),
    "list_column_twice": _(
        "Two columns mean the same: %(heading)s. Keep one of them, or give one another heading."
    ),
    "list_many_sheets": _(
        "The file has several sheets with rows: %(sheets)s. Keep one, and hand in each by itself."
    ),
    "row_mended": _("Corrected by hand."),
    "row_empty": _("The row is empty and was passed over."),
    "name_missing": _("There is no name. Write what the person is called, if only one word."),
    "name_has_title": _("%(titles)s is a title and no name: searching leaves it out."),
    "name_one_word": _("The name has one word only: please make sure that nothing was left out."),
    "date_read_as": _("%(given)s was read as %(read)s."),
    "number_read_as": _("%(given)s was read as %(read)s."),
    "sex_not_understood": _("%(given)s was not understood and left open. Write L or P, male or female."),
    "nationality_not_understood": _("%(given)s was not understood and left open. Write the country."),
    "nik_cut_by_spreadsheet": _(
        "The NIK stands as a number, and the spreadsheet has cut its last figure. It was left out: format the "
        "column as text, and type it again."
    ),
    "same_person_as_row": _("This is the same person as in row %(row)s. Join the two rows, or tell them apart."),
    "list_contradicts": _("The list says this otherwise than the record; nothing was overwritten. Compare both."),
    "known_by_paper": _("This person is known already by the same paper; nothing was registered twice."),
    "person_likely_known": _(
        "Somebody with the same name and birth date or phone is registered already. Compare, and register by hand."
    ),
    "person_elsewhere": _("%(agency)s knows this person. Ask there for access to the case."),
}


def sentence_of(message: Message) -> str:
    """The message in the reader's language, with the column that it is about."""
    text = sentence(Invalid(message.column or "row", message.code, **message.details))
    column = COLUMNS.get(message.column)
    return translated("%(column)s: %(text)s") % {"column": column, "text": text} if column else text
