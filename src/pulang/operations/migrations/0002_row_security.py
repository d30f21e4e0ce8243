"""An operation is for its members; an enrolment is written only by who holds the case.

The two functions count over everybody in an operation for a reader who works on it. They look at codes and states
alone and ask for the right once, so that a count over thousands of people costs no look-up for each of them.
"""

from django.db import migrations

from pulang.db.protect import definer_reads, granted, protect

IN_OPERATION = granted("operations_enrolment.operation_id", "work")
OF_CASE = granted("operations_enrolment.case_id", "work")

COUNTS = """
CREATE SEQUENCE operations_number;

CREATE FUNCTION operations_steps(wanted uuid)
    RETURNS TABLE (code text, settled bigint, ready bigint, overdue bigint, failed bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT s.code, count(*) FILTER (WHERE s.state IN ('done', 'not_needed')),
           count(*) FILTER (WHERE s.state = 'open' AND s.due_at IS NOT NULL),
           count(*) FILTER (WHERE s.state = 'open' AND s.due_at < now()),
           count(*) FILTER (WHERE s.state = 'failed')
    FROM operations_enrolment e
    JOIN repatriation_step s ON s.case_id = e.case_id
    WHERE e.operation_id = wanted AND (pulang_kind() = 'system' OR pulang_holds(wanted))
    GROUP BY s.code ORDER BY min(s.place)
$$;

CREATE FUNCTION operations_people(wanted uuid)
    RETURNS TABLE (urgency text, closed boolean, stuck boolean, people bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT c.urgency, c.status = 'closed',
           EXISTS (SELECT 1 FROM repatriation_step s WHERE s.case_id = c.id
                   AND (s.state = 'failed' OR (s.state = 'open' AND s.due_at < now()))),
           count(*)
    FROM operations_enrolment e
    JOIN cases_case c ON c.id = e.case_id
    WHERE e.operation_id = wanted AND (pulang_kind() = 'system' OR pulang_holds(wanted))
    GROUP BY 1, 2, 3
$$;
"""
UNDO = """
DROP FUNCTION operations_steps(uuid);
DROP FUNCTION operations_people(uuid);
DROP SEQUENCE operations_number;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0001_operations_and_who_is_in_them"),
        ("access", "0002_row_security"),
        ("repatriation", "0002_row_security"),
    ]
    operations = [
        protect("operations_operation", see=granted("operations_operation.id", "work")),
        protect("operations_enrolment", see=IN_OPERATION, write=f"({IN_OPERATION} AND {OF_CASE})"),
        protect("operations_operationlist", see=granted("operations_operationlist.operation_id", "work")),
        *map(definer_reads, ("operations_enrolment", "cases_case", "repatriation_step")),
        migrations.RunSQL(COUNTS, UNDO),
    ]
