"""Care is for those who hold the section; where she lives, for those who hold whereabouts. How full is for all."""

from django.db import migrations

from pulang.db.protect import definer_reads, granted, protect

TAKEN = """
CREATE FUNCTION care_taken(houses uuid[]) RETURNS TABLE (house uuid, taken bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT house_id, count(*) FROM care_residence
    WHERE house_id = ANY (houses) AND ended_at IS NULL GROUP BY house_id
$$;
"""
CARE = ("care_referral", "care_goal", "care_followup")


class Migration(migrations.Migration):
    dependencies = [("care", "0001_care_of_a_case"), ("cases", "0002_row_security")]
    operations = [
        *(protect(table, see=granted(f"{table}.case_id", "care")) for table in CARE),
        protect("care_residence", see=granted("care_residence.case_id", "whereabouts")),
        definer_reads("care_residence"),
        migrations.RunSQL(TAKEN, "DROP FUNCTION care_taken(uuid[])"),
    ]
