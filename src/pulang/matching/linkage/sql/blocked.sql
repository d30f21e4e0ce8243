-- Pairs of one part of the rows that share enough, as Splink expects them.
SELECT '0' AS match_key, a.unique_id AS join_key_l, b.unique_id AS join_key_r
FROM followed a JOIN followed b ON a.key = b.key AND a.beside = b.beside
WHERE a.unique_id < b.unique_id AND a.unique_id % {parts} = {part}
GROUP BY a.unique_id, b.unique_id HAVING sum(a.bits) >= {least_shared}
