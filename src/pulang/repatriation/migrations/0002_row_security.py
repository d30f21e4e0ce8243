"""Steps home are work of the case. A step's evidence is a file of the same case: the key carries both."""

from django.db import migrations

from pulang.db.protect import granted, protect

SAME_CASE = """
ALTER TABLE cases_casefile ADD CONSTRAINT cases_casefile_in_case UNIQUE (case_id, id);
ALTER TABLE repatriation_step ADD CONSTRAINT repatriation_step_evidence_in_case
    FOREIGN KEY (case_id, evidence_id) REFERENCES cases_casefile (case_id, id);
"""
UNDO = """
ALTER TABLE repatriation_step DROP CONSTRAINT repatriation_step_evidence_in_case;
ALTER TABLE cases_casefile DROP CONSTRAINT cases_casefile_in_case;
"""


class Migration(migrations.Migration):
    dependencies = [("repatriation", "0001_initial"), ("cases", "0002_row_security")]
    operations = [
        protect("repatriation_step", see=granted("repatriation_step.case_id", "work")),
        migrations.RunSQL(SAME_CASE, UNDO),
    ]
