"""A page of the people of an operation, the most urgent first, for a reader who works on it.

They are put in order without asking for each of thousands whether her case is the reader's; that is asked in their
order, until the page is full.
"""

from django.db import migrations

PAGE = """
CREATE FUNCTION operations_page(wanted uuid, of_step text, of_done text, only_stuck boolean, of_urgency text,
                                urgencies text[], first integer, most integer)
    RETURNS TABLE (enrolment uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT s.id
    FROM (
        SELECT e.id, e.case_id
        FROM operations_enrolment e
        JOIN cases_case c ON c.id = e.case_id
        LEFT JOIN operations_standing w ON w.case_id = e.case_id
        WHERE e.operation_id = wanted AND (pulang_kind() = 'system' OR pulang_holds(wanted))
              AND (of_step = '' OR of_step = ANY (w.ready) OR of_step = ANY (w.failed))
              AND (of_done = '' OR of_done = ANY (w.settled))
              AND (NOT only_stuck
                   OR (c.status <> 'closed' AND (w.failed <> '{}' OR w.first_due < now())))
              AND (of_urgency = '' OR c.urgency = of_urgency)
        ORDER BY array_position(urgencies, c.urgency::text), e.number
        OFFSET 0
    ) AS s
    WHERE pulang_kind() = 'system' OR pulang_holds(s.case_id)
    OFFSET first LIMIT most
$$;
"""
UNDO = "DROP FUNCTION operations_page(uuid, text, text, boolean, text, text[], integer, integer)"


class Migration(migrations.Migration):
    dependencies = [("operations", "0012_one_row_of_where_she_stands")]
    operations = [migrations.RunSQL(PAGE, UNDO)]
