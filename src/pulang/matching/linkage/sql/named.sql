-- Of what Splink scored those whose names could lift them over the least score, with what the names weigh.
-- `match_key` is as in `blocked`.
SELECT unique_id_l, unique_id_r, score, sharing FROM (
    SELECT p.unique_id_l, p.unique_id_r, p.sharing,
        p.match_weight + CASE WHEN a.names IS NULL OR b.names IS NULL THEN 0.0
            ELSE pulang_name_bits(a.names, b.names, CAST(
                CASE WHEN NOT coalesce(pulang_nik_near(a.nik, b.nik), FALSE) THEN 0.0
                    WHEN pulang_edits(a.nik, b.nik) = 1 THEN {nik_one} ELSE {nik_two} END
                + CASE WHEN a.born = b.born AND a.turn = 0 AND NOT coalesce({nik_agrees}, FALSE)
                    THEN {born_equal} ELSE 0.0 END
                + CASE WHEN a.place = b.place THEN {place_equal} ELSE 0.0 END
                + CASE WHEN a.phone IS NULL OR b.phone IS NULL THEN 0.0
                    WHEN pulang_edits(a.phone, b.phone) = 0 THEN {phone_equal}
                    WHEN pulang_edits(a.phone, b.phone) = 1 THEN {phone_one} ELSE 0.0 END AS DOUBLE)) END AS score
    FROM (SELECT unique_id_l, unique_id_r, match_weight, most_l, most_r, CAST(match_key AS BIGINT) % 100 AS sharing,
              {names_at_least} + {names_of_shared} * floor(CAST(match_key AS DOUBLE) / 100) AS most_shared
          FROM {scored}) p
    JOIN link_rows a ON a.unique_id = p.unique_id_l
    JOIN link_rows b ON b.unique_id = p.unique_id_r
    WHERE p.match_weight + least(p.most_l, p.most_r, p.most_shared) >= {least}
) s WHERE score >= {least}
