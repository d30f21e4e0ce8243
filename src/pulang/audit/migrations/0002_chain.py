"""The chain is made by the database, and rows can only be inserted."""

from django.db import migrations

LANES = 16

CHAIN = f"""
CREATE TABLE audit_head (lane smallint PRIMARY KEY, seq bigint NOT NULL, hash bytea NOT NULL)
    WITH (fillfactor = 50);
INSERT INTO audit_head SELECT lane, 0, '' FROM generate_series(0, {LANES - 1}) AS lane;
DO $$ BEGIN
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_head FROM %I',
                   replace(current_user, '_owner', '_app'));
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM %I',
                   replace(current_user, '_owner', '_app'));
END $$;

-- A writer takes the first lane that nobody holds, its own again in the same transaction; only when all are
-- taken does it wait. A transaction that holds a lane always finds that one free, so writers never deadlock.
CREATE FUNCTION audit_chain() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE head audit_head%ROWTYPE;
BEGIN
    SELECT * INTO head FROM audit_head ORDER BY lane LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        SELECT * INTO head FROM audit_head WHERE lane = pg_backend_pid() % {LANES} FOR UPDATE;
    END IF;
    NEW.lane := head.lane;
    NEW.seq := head.seq + 1;
    NEW.prev := head.hash;
    NEW.hash := sha256(head.hash || convert_to(NEW.text, 'UTF8'));
    UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash WHERE lane = head.lane;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_chain BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_chain();

CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_stays_whole BEFORE TRUNCATE ON audit_entry EXECUTE FUNCTION audit_stays();
"""

DROP = """
DROP TRIGGER audit_stays_whole ON audit_entry;
DROP TRIGGER audit_stays ON audit_entry;
DROP FUNCTION audit_stays();
DROP TRIGGER audit_chain ON audit_entry;
DROP FUNCTION audit_chain();
DROP TABLE audit_head;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(CHAIN, DROP)]
