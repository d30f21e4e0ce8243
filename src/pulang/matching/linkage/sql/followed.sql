-- Keys that more than one and at most {common} rows share, with their bits.
SELECT k.key, k.unique_id, n.bits FROM link_keys k JOIN (
    SELECT key, log2(800.0 / count(*)) AS bits FROM link_keys GROUP BY key HAVING count(*) BETWEEN 2 AND {common}
) n ON n.key = k.key
