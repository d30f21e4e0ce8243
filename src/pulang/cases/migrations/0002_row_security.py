"""Rows of a case are for its members, sections for those who hold them."""

from django.db import migrations

from pulang.db.protect import granted, protect

MEMBERS = ["cases_task", "cases_consent", "cases_decision"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("access", "0002_row_security")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE cases_case_number; CREATE SEQUENCE cases_report_number",
            "DROP SEQUENCE cases_case_number; DROP SEQUENCE cases_report_number",
        ),
        protect("cases_case", see=granted("cases_case.id")),
        protect("cases_report", see=granted("cases_report.id")),
        *(protect(table, see=granted(f"{table}.case_id", "work")) for table in MEMBERS),
        protect("cases_whereabouts", see=granted("cases_whereabouts.case_id", "whereabouts")),
        protect(
            "cases_casefile",
            see=granted("cases_casefile.case_id", section_column="cases_casefile.section"),
        ),
        protect(
            "cases_timelineentry",
            see=granted("cases_timelineentry.case_id", section_column="cases_timelineentry.section"),
        ),
    ]
