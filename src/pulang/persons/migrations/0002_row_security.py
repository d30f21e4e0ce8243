"""Identity is for those who hold the section; finding goes by digest through one function."""

from django.db import migrations

from pulang.db.protect import definer_reads, granted, protect

# Answers for every digest that is known which person holds it; who may not see her learns only that somebody
# holds it and which agency to ask.
FIND = """
CREATE FUNCTION persons_find(wanted bytea[])
    RETURNS TABLE (digest bytea, kind text, person_id uuid, visible boolean, agency_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT k.digest, k.kind,
           CASE WHEN seen.yes THEN p.id END, seen.yes, p.registered_by_id
    FROM persons_blindkey k
    JOIN persons_person p ON p.id = k.person_id AND p.merged_into_id IS NULL
    CROSS JOIN LATERAL (SELECT pulang_kind() = 'system' OR EXISTS (
        SELECT 1 FROM access_grant g
        WHERE g.scope = p.id AND g.agency_id = pulang_agency()
          AND (g.officer_id IS NULL OR g.officer_id = pulang_officer())
          AND 'identity' = ANY (g.sections) AND g.ended_at IS NULL AND g.until > now()) AS yes) AS seen
    WHERE k.digest = ANY (wanted)
$$;
"""
PARTS = ["persons_othername", "persons_paper", "persons_contact", "persons_blindkey"]


class Migration(migrations.Migration):
    dependencies = [("persons", "0001_initial"), ("access", "0002_row_security")]
    operations = [
        protect("persons_person", see=granted("persons_person.id", "identity")),
        *(protect(table, see=granted(f"{table}.person_id", "identity")) for table in PARTS),
        definer_reads("persons_person"),
        definer_reads("persons_blindkey"),
        migrations.RunSQL(FIND, "DROP FUNCTION persons_find(bytea[])"),
    ]
