"""Sentences of the audit's errors."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "opened_too_many": _(
        "You have opened %(limit)s different people in %(hours)s h, more than one officer's work asks for. "
        "This is recorded. Wait, or ask your data protection officer."
    ),
}
