"""What identification says to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "file_without_paper": _("A file shows a paper or a photo. Tick one of them too."),
    "data_broken": _("A file of this node cannot be read: %(file)s, line %(line)s. Tell whoever runs the node."),
    "instrument_not_found": _("This node does not have that instrument or version. Choose another one."),
    "wrong_version": _("These answers were given to another version of the instrument. Assess with that one."),
    "unknown_indicator": _("The interview does not have this question. Load the page again."),
    "unknown_form": _("This form of exploitation follows from the answers; it is not ticked by hand."),
    "not_scored": _("This list is shown and not scored. Choose an instrument with a result."),
    "consent_missing": _(
        "Read the consent script and record the answer first. Until then only safety is asked about."
    ),
    "consent_refused": _(
        "The person does not want this interview. Help is given all the same; ask again only if the person wishes."
    ),
    "interview_finished": _("This interview is finished. Take it up again to change an answer."),
    "interview_paused": _("This interview is paused. Take it up again first."),
    "age_out_of_range": _("Give the age as a whole number of years from 0 to 120, or leave it empty if not known."),
}
