"""What the register of persons says to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "too_few_identifiers": _("Give a paper's number, or two of name, birth date and phone."),
    "person_exists": _("A paper with this number belongs to somebody who is registered already. Open that record."),
    "person_perhaps_known": _(
        "Somebody like this is registered already. Compare, and say whether it is the same person."
    ),
    "person_held_elsewhere": _("%(agency)s knows this person by a paper. Ask there for access to the case."),
    "photo_reading_missing": _("This node reads no photos. Type the two lines at the foot of the passport."),
    "photo_unreadable": _(
        "No line of a passport and no NIK could be read. Take the photo again: straight, sharp, all of the page, "
        "without glare; or type the lines."
    ),
    "photo_too_slow": _("Reading this photo took too long. Take a smaller one, or type the lines."),
    "person_merged": _("This record was joined with another one."),
    "papers_conflict": _(
        "Each record has an identity number that nobody has twice, and they differ. Compare the cards. If it is "
        "one person all the same, say why; a second officer must agree."
    ),
    "same_record": _("This is one and the same record. Choose another."),
    "merge_answered": _("This was answered already. Open the record to see how it stands."),
    "merge_same_officer": _("Another officer must confirm this, not the one who asked."),
    "merge_not_last": _("This record was joined with another one later. Part that one first."),
    "name_without_letters": _("A name needs letters. Write it as the person says it."),
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
    # Warnings: kept with the paper by code alone, so none names a detail.
    "nik_area_unknown": _("The NIK begins with an area code that is not in the table. It may be an old one."),
    "nik_serial_zero": _("The NIK ends in 0000, which no card has. Compare it with the card."),
    "nik_birth_date_differs": _(
        "The NIK says another birth date. Compare both with the card; the NIK may be right."
    ),
    "nik_day_month_swapped": _("Day and month are the other way round in the NIK. Check which is meant."),
    "nik_sex_differs": _("The NIK says the other sex. Compare it with the card."),
    "passport_pattern_rare": _("Few Indonesian passports have a number of this form. Check it once more."),
    "passport_pattern_unknown": _(
        "Indonesian passports have one letter and six or seven figures. Check the number."
    ),
    "paper_expired": _("This paper has expired."),
    "paper_expires_soon": _("This paper expires within six months; most borders ask for more."),
    "mrz_check_failed": _(
        "A check digit of the passport's zone does not fit. Compare both lines with the passport."
    ),
    "lost_without_report": _(
        "A lost passport has no police report here. An SPLP is issued with the report: add its number and day."
    ),
    "crop_outside": _("The part lies outside the photo. Choose one that lies within it."),
    "crop_too_small": _("The part is too small to be sharp on paper: at least %(least)s dots. Take a larger part."),
    "mrz_number_differs": _("The zone holds another passport number than the one given."),
    "mrz_birth_date_differs": _("The zone holds another birth date than the one given."),
    "date_month_first": _("The month was written before the day."),
    "date_two_digit_year": _("The year had two figures; the latest possible one was taken."),
    "date_buddhist_era": _("The year was of the Buddhist era and was counted back by 543."),
    "phone_unreadable": _("This phone number cannot be read and was kept as it stands."),
    "phone_impossible_length": _("This phone number is too short or too long and was kept as it stands."),
    "phone_not_in_use": _("No network has numbers like this. Check it once more."),
}
