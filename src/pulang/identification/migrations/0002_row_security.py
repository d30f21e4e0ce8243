"""Interviews and assessments are for those who hold the section `interview`; what was said is never changed.

An answer belongs to an interview, and an interview to a consent, of the same case: the keys carry both.
"""

from django.db import migrations

from pulang.db.protect import SYSTEM, granted, protect

KEPT = ["identification_interviewanswer", "identification_assessment"]  # only ever added to

SAME_CASE = """
ALTER TABLE cases_consent ADD CONSTRAINT cases_consent_in_case UNIQUE (case_id, id);
ALTER TABLE identification_interview
    ADD CONSTRAINT identification_interview_in_case UNIQUE (case_id, id),
    ADD CONSTRAINT identification_consent_in_case
    FOREIGN KEY (case_id, consent_id) REFERENCES cases_consent (case_id, id);
ALTER TABLE identification_interviewanswer
    ADD CONSTRAINT identification_answer_in_case
    FOREIGN KEY (case_id, interview_id) REFERENCES identification_interview (case_id, id);
ALTER TABLE identification_assessment
    ADD CONSTRAINT identification_assessment_in_case
    FOREIGN KEY (case_id, interview_id) REFERENCES identification_interview (case_id, id);
"""
UNDO = """
ALTER TABLE identification_assessment DROP CONSTRAINT identification_assessment_in_case;
ALTER TABLE identification_interviewanswer DROP CONSTRAINT identification_answer_in_case;
ALTER TABLE identification_interview DROP CONSTRAINT identification_consent_in_case;
ALTER TABLE identification_interview DROP CONSTRAINT identification_interview_in_case;
ALTER TABLE cases_consent DROP CONSTRAINT cases_consent_in_case;
"""


def only_added(table: str) -> migrations.RunSQL:
    """Take the right to change and delete rows back: only a job of the node (retention) may."""
    return migrations.RunSQL(
        f"""
        ALTER POLICY {table}_update ON {table} USING ({SYSTEM}) WITH CHECK ({SYSTEM});
        ALTER POLICY {table}_delete ON {table} USING ({SYSTEM});
        """,
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("identification", "0001_initial"), ("cases", "0002_row_security")]
    operations = [
        *(
            protect(table, see=granted(f"{table}.case_id", "interview"))
            for table in ("identification_interview", *KEPT)
        ),
        *(only_added(table) for table in KEPT),
        migrations.RunSQL(SAME_CASE, UNDO),
    ]
