"""A merge is for those who hold the one who carries on; while she is not joined, for those who hold both.

Which rows and grants followed is for the node alone: it names cases that not everybody may see.
"""

from django.db import migrations

from pulang.db.protect import granted, protect

KEPT = granted("persons_merge.kept_id", "identity")
GONE = granted("persons_merge.gone_id", "identity")


class Migration(migrations.Migration):
    dependencies = [("persons", "0003_merges"), ("access", "0002_row_security")]
    operations = [
        protect("persons_merge", see=f"({KEPT} AND (state = 'done' OR {GONE}))"),
        protect("persons_mergedrow", see="false"),
        protect("persons_mergedgrant", see="false"),
    ]
