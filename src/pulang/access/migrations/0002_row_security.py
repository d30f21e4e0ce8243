"""Grants: who sees them, what may never be written, and what can only be ended."""

from django.db import migrations

from pulang.db.protect import definer_reads, protect

HOLDS = """
CREATE FUNCTION pulang_holds(wanted uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM access_grant g
        WHERE g.scope = wanted AND g.agency_id = pulang_agency()
          AND (g.officer_id IS NULL OR g.officer_id = pulang_officer())
          AND g.ended_at IS NULL AND g.until > now())
$$;
"""

# Administrators have no case rights and cannot give themselves any; oversight sees the audit, not the cases.
GUARDS = """
CREATE FUNCTION access_grant_guard() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE agency_kind text; granting_role text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.id, OLD.scope, OLD.agency_id, OLD.sections, OLD.granted_at) IS DISTINCT FROM
           (NEW.id, NEW.scope, NEW.agency_id, NEW.sections, NEW.granted_at)
           OR NEW.until > OLD.until OR OLD.officer_id IS DISTINCT FROM NEW.officer_id THEN
            RAISE EXCEPTION 'a grant is ended or shortened, never changed' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT kind INTO agency_kind FROM access_agency WHERE id = NEW.agency_id;
    IF agency_kind IN ('administration', 'oversight') THEN
        RAISE EXCEPTION 'agencies of this kind hold no case rights' USING ERRCODE = 'check_violation';
    END IF;
    SELECT role INTO granting_role FROM access_officer WHERE id = NEW.granted_by;
    IF granting_role IN ('administrator', 'data_protection') THEN
        RAISE EXCEPTION 'this role grants no case rights' USING ERRCODE = 'check_violation';
    END IF;
    IF pulang_kind() = 'officer' AND NEW.granted_by IS DISTINCT FROM pulang_officer() THEN
        RAISE EXCEPTION 'a grant names the officer who gives it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER access_grant_guard BEFORE INSERT OR UPDATE ON access_grant
    FOR EACH ROW EXECUTE FUNCTION access_grant_guard();

CREATE FUNCTION access_officer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE agency_kind text;
BEGIN
    SELECT kind INTO agency_kind FROM access_agency WHERE id = NEW.agency_id;
    IF (NEW.role = 'administrator') <> (agency_kind = 'administration')
       OR (NEW.role = 'data_protection') <> (agency_kind = 'oversight') OR agency_kind = 'peer' THEN
        RAISE EXCEPTION 'this role is not held in this kind of agency' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER access_officer_guard BEFORE INSERT OR UPDATE ON access_officer
    FOR EACH ROW EXECUTE FUNCTION access_officer_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("db", "0001_row_context")]
    operations = [
        definer_reads("access_grant"),
        migrations.RunSQL(HOLDS, "DROP FUNCTION pulang_holds(uuid)"),
        protect(
            "access_grant",
            see="(agency_id = pulang_agency() OR pulang_holds(scope))",
            write="pulang_kind() IN ('officer', 'peer')",
        ),
        migrations.RunSQL(
            GUARDS,
            "DROP TRIGGER access_grant_guard ON access_grant; DROP FUNCTION access_grant_guard();"
            "DROP TRIGGER access_officer_guard ON access_officer; DROP FUNCTION access_officer_guard();",
        ),
    ]
