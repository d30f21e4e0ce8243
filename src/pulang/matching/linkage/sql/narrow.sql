-- What may stand beside a common key of a row: the year of birth, the birthplace, or both, as one number.
SELECT unique_id, CAST(year AS BIGINT) AS beside FROM link_rows WHERE year IS NOT NULL
UNION ALL
SELECT unique_id, place_number * 10000 AS beside FROM link_rows WHERE place_number IS NOT NULL
UNION ALL
SELECT unique_id, place_number * 10000 + year AS beside FROM link_rows
WHERE place_number IS NOT NULL AND year IS NOT NULL
