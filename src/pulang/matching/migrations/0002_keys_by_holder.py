"""Profiles are for those who hold the person; keys are digested by holder and answer through one function."""

from django.db import migrations

from pulang.db.protect import definer_reads, granted, protect

# The second digest needs no secret: the first is keyed. It only keeps the holders' keys apart.
SCOPED = """
CREATE FUNCTION matching_scoped(key bigint, holder uuid) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT hashint8extended(key, uuid_hash_extended(holder, 0)) $$;
"""

WRITE = """
CREATE FUNCTION matching_profile_written() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM matching_key WHERE (key, profile) IN (
            SELECT matching_scoped(k, coalesce(g.officer_id, g.agency_id)), p.number
            FROM old_rows p JOIN access_grant g ON g.scope = p.person_id, unnest(p.keys) k);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO matching_key (key, profile)
            SELECT matching_scoped(k, h.holder), h.number
            FROM (SELECT DISTINCT coalesce(g.officer_id, g.agency_id) AS holder, p.number, p.keys
                  FROM new_rows p JOIN access_grant g ON g.scope = p.person_id
                  WHERE 'identity' = ANY (g.sections) AND g.ended_at IS NULL) h, unnest(h.keys) k
            ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER matching_profile_inserted AFTER INSERT ON matching_profile
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION matching_profile_written();
CREATE TRIGGER matching_profile_updated AFTER UPDATE ON matching_profile
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION matching_profile_written();
CREATE TRIGGER matching_profile_deleted AFTER DELETE ON matching_profile
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION matching_profile_written();

CREATE FUNCTION matching_grant_given() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    INSERT INTO matching_key (key, profile)
        SELECT matching_scoped(k, coalesce(g.officer_id, g.agency_id)), p.number
        FROM new_rows g JOIN matching_profile p ON p.person_id = g.scope, unnest(p.keys) k
        WHERE 'identity' = ANY (g.sections)
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER matching_grant_given AFTER INSERT ON access_grant
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION matching_grant_given();
"""

# For each key that is wanted the profiles of those whom the actor's agency (or she herself) holds, one more than
# `most` where a key is commoner than that.
CANDIDATES = """
CREATE FUNCTION matching_candidates(wanted bigint[], most integer) RETURNS TABLE (place bigint, profiles bigint[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT w.place, ARRAY(SELECT k.profile FROM matching_key k
                          WHERE k.key = matching_scoped(w.key, h.holder) ORDER BY k.profile LIMIT most + 1)
    FROM unnest(wanted) WITH ORDINALITY AS w(key, place)
    CROSS JOIN (SELECT pulang_agency() UNION SELECT pulang_officer()) AS h(holder)
    WHERE h.holder IS NOT NULL
$$;
"""

# Which agencies know somebody, whom the actor may not see, by one of the first keys or by a phone and a name.
ELSEWHERE = """
CREATE FUNCTION matching_elsewhere(alone bytea[], phones bytea[], names bytea[]) RETURNS TABLE (agency_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    WITH known AS (
        SELECT k.person_id FROM persons_blindkey k WHERE k.digest = ANY (alone)
        UNION
        SELECT k.person_id FROM persons_blindkey k WHERE k.digest = ANY (phones) AND EXISTS (
            SELECT 1 FROM persons_blindkey n WHERE n.digest = ANY (names) AND n.person_id = k.person_id))
    SELECT DISTINCT p.registered_by_id
    FROM known JOIN persons_person p ON p.id = known.person_id AND p.merged_into_id IS NULL
    WHERE pulang_kind() <> 'system' AND NOT EXISTS (
        SELECT 1 FROM access_grant g
        WHERE g.scope = p.id AND g.agency_id = pulang_agency()
          AND (g.officer_id IS NULL OR g.officer_id = pulang_officer())
          AND 'identity' = ANY (g.sections) AND g.ended_at IS NULL AND g.until > now())
$$;
"""

# No policy for anybody but the owner, as which the functions run.
KEYS_ARE_HIDDEN = """
ALTER TABLE matching_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE matching_key FORCE ROW LEVEL SECURITY;
CREATE POLICY matching_key_definer ON matching_key TO CURRENT_USER USING (true) WITH CHECK (true);
"""
KEYS_ARE_OPEN = """
DROP POLICY matching_key_definer ON matching_key;
ALTER TABLE matching_key NO FORCE ROW LEVEL SECURITY;
ALTER TABLE matching_key DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0001_profiles_and_keys"),
        ("persons", "0002_row_security"),
        ("access", "0002_row_security"),
    ]
    operations = [
        protect("matching_profile", see=granted("matching_profile.person_id", "identity")),
        definer_reads("matching_profile"),
        migrations.RunSQL(KEYS_ARE_HIDDEN, KEYS_ARE_OPEN),
        migrations.RunSQL(SCOPED, "DROP FUNCTION matching_scoped(bigint, uuid)"),
        migrations.RunSQL(
            WRITE,
            "DROP TRIGGER matching_grant_given ON access_grant; DROP FUNCTION matching_grant_given();"
            "DROP TRIGGER matching_profile_inserted ON matching_profile;"
            "DROP TRIGGER matching_profile_updated ON matching_profile;"
            "DROP TRIGGER matching_profile_deleted ON matching_profile; DROP FUNCTION matching_profile_written();",
        ),
        migrations.RunSQL(CANDIDATES, "DROP FUNCTION matching_candidates(bigint[], integer)"),
        migrations.RunSQL(ELSEWHERE, "DROP FUNCTION matching_elsewhere(bytea[], bytea[], bytea[])"),
    ]
