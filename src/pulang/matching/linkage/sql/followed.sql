-- Keys of one slice that more than one and at most {common} rows share, with their bits. A key that more rows share is
-- followed together with the year of birth or the birthplace, or both, where that makes it rare enough.
WITH counted AS (
    SELECT key, count(*) AS held FROM link_keys WHERE abs(key % {slices}) = {slice} GROUP BY key HAVING count(*) > 1
),
narrowed AS (
    SELECT k.key, d.beside, k.unique_id, count(*) OVER (PARTITION BY k.key, d.beside) AS held
    FROM link_keys k JOIN counted n ON n.key = k.key AND n.held > {common} JOIN narrow d ON d.unique_id = k.unique_id
)
SELECT k.key, CAST(0 AS BIGINT) AS beside, k.unique_id, CAST(log2(800.0 / n.held) AS FLOAT) AS bits
FROM link_keys k JOIN counted n ON n.key = k.key AND n.held <= {common}
UNION ALL
SELECT key, beside, unique_id, CAST(log2(800.0 / held) AS FLOAT) AS bits
FROM narrowed WHERE held BETWEEN 2 AND {common}
