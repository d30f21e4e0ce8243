"""Steps are work of the case; what was recorded is for those who hold the step's section.

A record belongs to a step, and its evidence is a file, of the same case: the keys carry both.
"""

from django.db import migrations

from pulang.db.protect import granted, protect

SAME_CASE = """
ALTER TABLE cases_casefile ADD CONSTRAINT cases_casefile_in_case UNIQUE (case_id, id);
ALTER TABLE repatriation_step ADD CONSTRAINT repatriation_step_in_case UNIQUE (case_id, id);
ALTER TABLE repatriation_steprecord
    ADD CONSTRAINT repatriation_record_step_in_case
    FOREIGN KEY (case_id, step_id) REFERENCES repatriation_step (case_id, id),
    ADD CONSTRAINT repatriation_record_evidence_in_case
    FOREIGN KEY (case_id, evidence_id) REFERENCES cases_casefile (case_id, id);
"""
UNDO = """
ALTER TABLE repatriation_steprecord DROP CONSTRAINT repatriation_record_step_in_case;
ALTER TABLE repatriation_steprecord DROP CONSTRAINT repatriation_record_evidence_in_case;
ALTER TABLE repatriation_step DROP CONSTRAINT repatriation_step_in_case;
ALTER TABLE cases_casefile DROP CONSTRAINT cases_casefile_in_case;
"""


class Migration(migrations.Migration):
    dependencies = [("repatriation", "0001_initial"), ("cases", "0002_row_security")]
    operations = [
        protect("repatriation_step", see=granted("repatriation_step.case_id", "work")),
        protect(
            "repatriation_steprecord",
            see=granted("repatriation_steprecord.case_id", section_column="repatriation_steprecord.section"),
        ),
        migrations.RunSQL(SAME_CASE, UNDO),
    ]
