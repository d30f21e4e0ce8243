"""The three functions that policies read: who acts in this transaction."""

from django.db import migrations

CREATE = """
CREATE FUNCTION pulang_kind() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('pulang.kind', true), '') $$;
CREATE FUNCTION pulang_officer() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('pulang.officer', true), '')::uuid $$;
CREATE FUNCTION pulang_agency() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('pulang.agency', true), '')::uuid $$;
"""
DROP = "DROP FUNCTION pulang_kind(); DROP FUNCTION pulang_officer(); DROP FUNCTION pulang_agency();"


class Migration(migrations.Migration):
    operations = [migrations.RunSQL(CREATE, DROP)]
