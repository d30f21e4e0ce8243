"""Sentences of what access refuses."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "term_too_long": _("A token lives from one to %(days)s days."),
    "not_oneself": _("Nobody changes their own account here. Ask another administrator."),
    "username_letters": _("A user name has letters, digits and @ . + - _ only."),
    "username_taken": _("This user name is in use. Choose another one."),
    "role_not_in_agency": _("This role is not held at %(agency)s. Choose another role or agency."),
    "agency_kind": _("Choose one of the kinds that are offered."),
    "agency_taken": _("There is an agency of this name already."),
    "agency_country": _("Choose a country from the list."),
    "language_unknown": _("Choose one of the languages that are offered."),
    "officer_unknown": _("Nobody has this user name on this node."),
    "number_unknown": _("There is no case with this number in the audit."),
}
