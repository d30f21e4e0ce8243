"""How many people of an operation have settled the same steps: what a forecast over all of them needs, no names."""

from django.db import migrations

STANDINGS = """
CREATE FUNCTION operations_standings(wanted uuid)
    RETURNS TABLE (settled text[], people bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT standing.settled, count(*)
    FROM (
        SELECT coalesce(array_agg(s.code::text ORDER BY s.place)
                        FILTER (WHERE s.state IN ('done', 'not_needed')), '{}') AS settled
        FROM operations_enrolment e
        JOIN cases_case c ON c.id = e.case_id AND c.status <> 'closed'
        JOIN repatriation_step s ON s.case_id = e.case_id
        WHERE e.operation_id = wanted AND (pulang_kind() = 'system' OR pulang_holds(wanted))
        GROUP BY e.case_id
    ) AS standing
    GROUP BY standing.settled
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("operations", "0008_days_by_step")]
    operations = [migrations.RunSQL(STANDINGS, "DROP FUNCTION operations_standings(uuid)")]
