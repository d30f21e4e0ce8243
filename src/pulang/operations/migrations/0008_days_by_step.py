"""How many days steps took in an operation: from when they could begin until they were said to be done."""

from django.db import migrations

DAYS = """
CREATE FUNCTION operations_days(wanted uuid, after jsonb)
    RETURNS TABLE (code text, people bigint, median double precision, most double precision)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT taken.code, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY taken.days),
           percentile_cont(0.8) WITHIN GROUP (ORDER BY taken.days)
    FROM (
        SELECT s.code, s.place, greatest(0, extract(epoch FROM s.said_at - greatest(s.began_at, (
                   SELECT max(p.said_at) FROM repatriation_step p
                   WHERE p.case_id = s.case_id AND jsonb_exists(after -> s.code, p.code)
               ))) / 86400.0) AS days
        FROM operations_enrolment e
        JOIN repatriation_step s ON s.case_id = e.case_id
        WHERE e.operation_id = wanted AND s.state = 'done' AND s.said_at IS NOT NULL
              AND (pulang_kind() = 'system' OR pulang_holds(wanted))
    ) AS taken
    GROUP BY taken.code ORDER BY min(taken.place)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("operations", "0007_seats_for_many")]
    operations = [migrations.RunSQL(DAYS, "DROP FUNCTION operations_days(uuid, jsonb)")]
