-- Pairs of one part of the rows that share enough, as Splink expects them. `match_key` goes through Splink
-- untouched: the bits that a pair shares, times 100, and by how many rows the rarest of its keys is shared.
SELECT CAST(CAST(floor(sum(a.bits)) * 100 + round(800.0 / power(2.0, max(a.bits))) AS BIGINT) AS VARCHAR(20))
        AS match_key,
    a.unique_id AS join_key_l, b.unique_id AS join_key_r
FROM followed a JOIN followed b ON a.key = b.key
WHERE a.unique_id < b.unique_id AND a.unique_id % {parts} = {part}
GROUP BY a.unique_id, b.unique_id HAVING sum(a.bits) >= {least_shared}
