"""What linkage says, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "linkage_engine_missing": _("%(needs)s is not installed. Linkage needs the extra part: pulang[linkage]."),
    "linkage_java_missing": _("Spark needs Java 17 or later, and pyspark: pulang[spark]."),
    "linkage_running": _("Linkage runs already on this node."),
    "linkage_too_few": _("Too few records to learn from: %(people)s, at least %(least)s are needed."),
}
