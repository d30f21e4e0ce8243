"""Row security as migration operations: one sentence a table."""

from django.db import migrations

SYSTEM = "pulang_kind() = 'system'"


def granted(scope: str, section: str = "", *, section_column: str = "") -> str:
    """SQL: the actor's agency (or she herself) holds a running grant on the row's `scope` column.

    With `section`, or the section that the row names in `section_column`, the grant must include it. Evaluated
    as an index look-up of `access_grant (scope, agency_id)` for each row: `OFFSET 0` keeps the planner from
    reading every grant of the agency into a hash first, which costs 0.2 s where it holds 70,000.
    """
    wanted = section_column or (f"'{section}'" if section else "")
    condition = f" AND {wanted} = ANY (g.sections)" if wanted else ""
    return (
        f"EXISTS (SELECT 1 FROM access_grant g WHERE g.scope = {scope} AND g.agency_id = pulang_agency()"
        f" AND (g.officer_id IS NULL OR g.officer_id = pulang_officer())"
        f" AND g.ended_at IS NULL AND g.until > now(){condition} OFFSET 0)"
    )


def protect(table: str, *, see: str, write: str | None = None) -> migrations.RunSQL:
    """Show rows of `table` only where the SQL condition `see` holds, or to a job of the node.

    `write` (default: the same) is what a new or changed row must fulfil.
    """
    check = write or see
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_see ON {table} FOR SELECT USING ({SYSTEM} OR {see});
        CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({SYSTEM} OR {check});
        CREATE POLICY {table}_update ON {table} FOR UPDATE USING ({SYSTEM} OR {see})
            WITH CHECK ({SYSTEM} OR {check});
        CREATE POLICY {table}_delete ON {table} FOR DELETE USING ({SYSTEM} OR {check});
        """,
        f"""
        DROP POLICY {table}_see ON {table};
        DROP POLICY {table}_insert ON {table};
        DROP POLICY {table}_update ON {table};
        DROP POLICY {table}_delete ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def definer_reads(table: str) -> migrations.RunSQL:
    """Let functions that run as the owner (SECURITY DEFINER) read a protected table."""
    return migrations.RunSQL(
        f"CREATE POLICY {table}_definer ON {table} FOR SELECT TO CURRENT_USER USING (true)",
        f"DROP POLICY {table}_definer ON {table}",
    )
