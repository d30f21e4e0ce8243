"""Where each case stands on its way home, in one row that the database keeps from its steps.

Counts over an operation and the choice of people read one row for each person and not each of her sixteen steps:
with 10,000 people that is the difference between a page and a wait.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from pulang.db.protect import granted, protect

TEXTS = django.contrib.postgres.fields.ArrayField(models.CharField(max_length=30))

KEPT = """
DO $$ BEGIN
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON operations_standing FROM %I',
                   replace(current_user, '_owner', '_app'));
END $$;
CREATE POLICY operations_standing_definer ON operations_standing TO CURRENT_USER USING (true) WITH CHECK (true);

-- Whoever changes a step of the same case at the same moment waits here, and then reads what the other saved.
CREATE FUNCTION operations_stand() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM 1 FROM operations_standing w
        WHERE w.case_id IN (SELECT t.case_id FROM touched t) ORDER BY w.case_id FOR UPDATE;
    IF TG_OP = 'DELETE' THEN
        DELETE FROM operations_standing w WHERE w.case_id IN (SELECT t.case_id FROM touched t)
            AND NOT EXISTS (SELECT 1 FROM repatriation_step s WHERE s.case_id = w.case_id);
    END IF;
    INSERT INTO operations_standing AS w (case_id, settled, ready, due, failed, first_due)
        SELECT * FROM operations_standing_of(ARRAY(SELECT DISTINCT t.case_id FROM touched t))
    ON CONFLICT (case_id) DO UPDATE
        SET settled = excluded.settled, ready = excluded.ready, due = excluded.due, failed = excluded.failed,
            first_due = excluded.first_due
        WHERE (w.settled, w.ready, w.due, w.failed)
              IS DISTINCT FROM (excluded.settled, excluded.ready, excluded.due, excluded.failed);
    RETURN NULL;
END $$;

CREATE FUNCTION operations_standing_of(cases uuid[])
    RETURNS TABLE (case_id uuid, settled varchar[], ready varchar[], due timestamptz[], failed varchar[],
                   first_due timestamptz)
    LANGUAGE sql STABLE SET search_path = public AS $$
    SELECT s.case_id,
           coalesce(array_agg(s.code ORDER BY s.place) FILTER (WHERE s.state IN ('done', 'not_needed')), '{}'),
           coalesce(array_agg(s.code ORDER BY s.place)
                    FILTER (WHERE s.state = 'open' AND s.due_at IS NOT NULL), '{}'),
           coalesce(array_agg(s.due_at ORDER BY s.place)
                    FILTER (WHERE s.state = 'open' AND s.due_at IS NOT NULL), '{}'),
           coalesce(array_agg(s.code ORDER BY s.place) FILTER (WHERE s.state = 'failed'), '{}'),
           min(s.due_at) FILTER (WHERE s.state = 'open')
    FROM repatriation_step s WHERE s.case_id = ANY (cases)
    GROUP BY s.case_id
$$;

CREATE TRIGGER operations_stand_new AFTER INSERT ON repatriation_step REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION operations_stand();
CREATE TRIGGER operations_stand_said AFTER UPDATE ON repatriation_step REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION operations_stand();
CREATE TRIGGER operations_stand_gone AFTER DELETE ON repatriation_step REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION operations_stand();

INSERT INTO operations_standing (case_id, settled, ready, due, failed, first_due)
    SELECT * FROM operations_standing_of(ARRAY(SELECT DISTINCT s.case_id FROM repatriation_step s));

CREATE OR REPLACE FUNCTION operations_steps(wanted uuid)
    RETURNS TABLE (code text, settled bigint, ready bigint, overdue bigint, failed bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    WITH alike AS MATERIALIZED (
        SELECT w.settled, w.ready, w.failed, count(*) AS people
        FROM operations_enrolment e JOIN operations_standing w ON w.case_id = e.case_id
        WHERE e.operation_id = wanted AND (pulang_kind() = 'system' OR pulang_holds(wanted))
        GROUP BY w.settled, w.ready, w.failed
    ), late AS (
        SELECT r.code FROM operations_enrolment e JOIN operations_standing w ON w.case_id = e.case_id
        CROSS JOIN LATERAL unnest(w.ready, w.due) AS r(code, due)
        WHERE e.operation_id = wanted AND (pulang_kind() = 'system' OR pulang_holds(wanted))
              AND w.first_due < now() AND r.due < now()
    ), counted AS (
        SELECT unnest(a.settled) AS code, a.people AS settled, 0 AS ready, 0 AS overdue, 0 AS failed FROM alike a
        UNION ALL SELECT unnest(a.ready), 0, a.people, 0, 0 FROM alike a
        UNION ALL SELECT unnest(a.failed), 0, 0, 0, a.people FROM alike a
        UNION ALL SELECT l.code, 0, 0, count(*), 0 FROM late l GROUP BY l.code
    )
    SELECT c.code, sum(c.settled)::bigint, sum(c.ready)::bigint, sum(c.overdue)::bigint, sum(c.failed)::bigint
    FROM counted c GROUP BY c.code
$$;

CREATE OR REPLACE FUNCTION operations_people(wanted uuid)
    RETURNS TABLE (urgency text, closed boolean, stuck boolean, people bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT c.urgency, c.status = 'closed',
           coalesce(w.failed <> '{}' OR w.first_due < now(), false), count(*)
    FROM operations_enrolment e
    JOIN cases_case c ON c.id = e.case_id
    LEFT JOIN operations_standing w ON w.case_id = e.case_id
    WHERE e.operation_id = wanted AND (pulang_kind() = 'system' OR pulang_holds(wanted))
    GROUP BY 1, 2, 3
$$;

CREATE OR REPLACE FUNCTION operations_standings(wanted uuid)
    RETURNS TABLE (settled text[], people bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT w.settled::text[], count(*)
    FROM operations_enrolment e
    JOIN cases_case c ON c.id = e.case_id AND c.status <> 'closed'
    JOIN operations_standing w ON w.case_id = e.case_id
    WHERE e.operation_id = wanted AND (pulang_kind() = 'system' OR pulang_holds(wanted))
    GROUP BY w.settled
$$;
"""

UNDO = """
DROP TRIGGER operations_stand_new ON repatriation_step;
DROP TRIGGER operations_stand_said ON repatriation_step;
DROP TRIGGER operations_stand_gone ON repatriation_step;
DROP FUNCTION operations_stand();
DROP FUNCTION operations_standing_of(uuid[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0011_follow_another_list_and_cancel"),
        ("repatriation", "0005_lists_made_here_and_escalation"),
    ]
    operations = [
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("settled", TEXTS),
                ("ready", TEXTS),
                ("due", django.contrib.postgres.fields.ArrayField(models.DateTimeField())),
                ("failed", TEXTS),
                ("first_due", models.DateTimeField(null=True)),
            ],
        ),
        protect("operations_standing", see=granted("operations_standing.case_id", "work"), write="false"),
        migrations.RunSQL(KEPT, UNDO),
    ]
