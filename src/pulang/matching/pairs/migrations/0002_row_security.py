"""A pair is for those who hold both records; who holds one of them learns through a function whom to ask.

Judgements are only ever added.
"""

from django.db import migrations

from pulang.db.protect import SYSTEM, definer_reads, granted, protect

BOTH = f"{granted('pairs_pair.low_id', 'identity')} AND {granted('pairs_pair.high_id', 'identity')}"

# A paper or two identifiers agree with a record that the actor does not hold: which record of hers, and whom to ask.
ELSEWHERE = """
CREATE FUNCTION pairs_elsewhere(most integer) RETURNS TABLE (person_id uuid, agency_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT CASE WHEN low.held THEN l.id ELSE h.id END, CASE WHEN low.held THEN h.registered_by_id
        ELSE l.registered_by_id END
    FROM pairs_pair p
    JOIN persons_person l ON l.id = p.low_id AND l.merged_into_id IS NULL
    JOIN persons_person h ON h.id = p.high_id AND h.merged_into_id IS NULL
    CROSS JOIN LATERAL (SELECT %(low)s AS held) AS low
    CROSS JOIN LATERAL (SELECT %(high)s AS held) AS high
    WHERE p.state = 'open' AND p.strong AND low.held <> high.held
    ORDER BY p.score DESC, p.id LIMIT most
$$;
""" % {"low": granted("l.id", "identity"), "high": granted("h.id", "identity")}

ONLY_ADDED = f"""
ALTER POLICY pairs_judgement_update ON pairs_judgement USING ({SYSTEM}) WITH CHECK ({SYSTEM});
ALTER POLICY pairs_judgement_delete ON pairs_judgement USING ({SYSTEM});
"""


class Migration(migrations.Migration):
    dependencies = [("pairs", "0001_pairs"), ("persons", "0004_merges_row_security")]
    operations = [
        protect("pairs_pair", see=f"({BOTH})"),
        protect(
            "pairs_judgement", see="EXISTS (SELECT 1 FROM pairs_pair p WHERE p.id = pairs_judgement.pair_id)"
        ),
        migrations.RunSQL(ONLY_ADDED, migrations.RunSQL.noop),
        definer_reads("pairs_pair"),
        migrations.RunSQL(ELSEWHERE, "DROP FUNCTION pairs_elsewhere(integer)"),
    ]
