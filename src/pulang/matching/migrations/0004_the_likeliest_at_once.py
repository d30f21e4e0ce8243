"""Whom to compare is chosen where the keys lie: one question for all, and nobody's number leaves for nothing."""

from django.db import migrations

# Of each owner of `wanted` keys the `top` profiles that share the most: for a key the rarity of those who have it, in
# bits, times what its kind counts (`counts`, thousandths); who shares less than one part in `faint` of what the best
# one shares is left out. A key that more than `most` share chooses nobody; where there were no others, `number` is
# null. Only keys of the actor's agency (or of the officer herself, where she holds somebody alone) are followed, and
# only who is held today is opened: as the row security of both tables has it.
LIKELIEST = """
CREATE FUNCTION matching_likeliest(
    wanted bigint[], owners integer[], counts integer[], most integer, top integer, faint integer
) RETURNS TABLE (owner integer, weight bigint, number bigint, person_id uuid, data_key bytea, evidence bytea)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH keys AS MATERIALIZED (
        SELECT w.owner, w.counts,
               ARRAY(SELECT k.profile FROM matching_key k WHERE k.key = matching_scoped(w.key, h.holder)
                     ORDER BY k.profile LIMIT most + 1) AS profiles
        FROM unnest(wanted, owners, counts) AS w(key, owner, counts)
        CROSS JOIN (SELECT pulang_agency() UNION
                    SELECT pulang_officer()
                    WHERE EXISTS (SELECT 1 FROM access_grant g WHERE g.officer_id = pulang_officer())) AS h(holder)
        WHERE h.holder IS NOT NULL
    ), shared AS (
        SELECT k.owner, p.number,
               sum(round(k.counts * ln(2.0::float8 * most / cardinality(k.profiles)) / ln(2.0::float8))::bigint)::bigint
                   AS weight
        FROM keys k CROSS JOIN LATERAL unnest(k.profiles) AS p(number)
        WHERE cardinality(k.profiles) <= most
        GROUP BY k.owner, p.number
    ), chosen AS (
        SELECT s.*, row_number() OVER best_first AS place, first_value(s.weight) OVER best_first AS best
        FROM shared s WINDOW best_first AS (PARTITION BY s.owner ORDER BY s.weight DESC, s.number)
    )
    SELECT c.owner, c.weight, c.number, p.person_id, r.data_key, p.evidence
    FROM chosen c
    JOIN matching_profile p ON p.number = c.number
    JOIN persons_person r ON r.id = p.person_id
    WHERE c.place <= top AND c.weight * faint >= c.best AND r.merged_into_id IS NULL AND EXISTS (
        SELECT 1 FROM access_grant g
        WHERE g.scope = p.person_id AND g.agency_id = pulang_agency()
          AND (g.officer_id IS NULL OR g.officer_id = pulang_officer())
          AND 'identity' = ANY (g.sections) AND g.ended_at IS NULL AND g.until > now())
    UNION ALL
    SELECT k.owner, 0, NULL, NULL, NULL, NULL FROM keys k
    GROUP BY k.owner
    HAVING max(cardinality(k.profiles)) > most AND NOT bool_or(cardinality(k.profiles) BETWEEN 1 AND most);
END $$;
DROP FUNCTION matching_candidates(bigint[], integer);
"""

CANDIDATES_BEFORE = """
CREATE FUNCTION matching_candidates(wanted bigint[], most integer) RETURNS TABLE (place bigint, profiles bigint[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT w.place, ARRAY(SELECT k.profile FROM matching_key k
                          WHERE k.key = matching_scoped(w.key, h.holder) ORDER BY k.profile LIMIT most + 1)
    FROM unnest(wanted) WITH ORDINALITY AS w(key, place)
    CROSS JOIN (SELECT pulang_agency() UNION SELECT pulang_officer()) AS h(holder)
    WHERE h.holder IS NOT NULL
$$;
DROP FUNCTION matching_likeliest(bigint[], integer[], integer[], integer, integer, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0003_trained_weights")]
    operations = [migrations.RunSQL(LIKELIEST, CANDIDATES_BEFORE)]
