-- Keys of some that more than one and at most {common} rows share, with their bits. A key that more rows share is
-- followed together with the year of birth or the birthplace, or both, where that makes it rare enough: what stands
-- beside it is added to the key, which leaves room for it.
WITH counted AS (
    SELECT key, count(*) AS held FROM {keys} GROUP BY key HAVING count(*) > 1
),
narrowed AS (
    SELECT k.key % {room} + d.beside AS key, k.unique_id
    FROM {keys} k JOIN counted n ON n.key = k.key AND n.held > {common} JOIN narrow d ON d.unique_id = k.unique_id
)
SELECT k.key, k.unique_id, CAST(log2(800.0 / n.held) AS FLOAT) AS bits
FROM {keys} k JOIN counted n ON n.key = k.key AND n.held <= {common}
UNION ALL
SELECT key, unique_id, CAST(log2(800.0 / held) AS FLOAT) AS bits
FROM (SELECT key, unique_id, count(*) OVER (PARTITION BY key) AS held FROM narrowed) r
WHERE held BETWEEN 2 AND {common}
