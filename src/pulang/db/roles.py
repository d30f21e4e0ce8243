"""Databases and their roles: the owner migrates, the app works without rights over tables or other rows."""

import secrets
from typing import Any

import psycopg
from psycopg import sql


def connect(settings: dict[str, Any]) -> "psycopg.Connection[Any]":
    """A plain autocommit connection from Django-style settings."""
    return psycopg.connect(
        host=settings.get("HOST") or None,
        port=settings.get("PORT") or None,
        user=settings["USER"],
        password=settings.get("PASSWORD") or None,
        dbname=settings["NAME"],
        autocommit=True,
    )


def create_database(admin: dict[str, Any], name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Make the database `name` with its two roles, or give its roles new passwords if it is there.

    `admin` may create databases and roles. Returns the settings of owner and app.
    """
    owner, app = f"{name}_owner", f"{name}_app"
    passwords = {role: secrets.token_urlsafe(24) for role in (owner, app)}
    with connect(admin) as connection:
        for role, password in passwords.items():
            _ensure_role(connection, role, password)
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(owner)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner))
            )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(app))
        )
    place = {"HOST": admin.get("HOST", ""), "PORT": admin.get("PORT", ""), "NAME": name}
    settings = {role: {**place, "USER": role, "PASSWORD": password} for role, password in passwords.items()}
    with connect(settings[owner]) as connection:
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(app)))
        _default_grants(connection, app)
    return settings[owner], settings[app]


def _ensure_role(connection: "psycopg.Connection[Any]", role: str, password: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    statement = "ALTER ROLE {} " if known else "CREATE ROLE {} "
    statement += "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}"
    connection.execute(sql.SQL(statement).format(sql.Identifier(role), sql.Literal(password)))


def _default_grants(connection: "psycopg.Connection[Any]", app: str) -> None:
    """What the app may do with every table that migrations make; append-only tables take rights back."""
    for grant in (
        "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES",
        "GRANT USAGE, SELECT ON SEQUENCES",
        "GRANT EXECUTE ON FUNCTIONS",
    ):
        connection.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public " + grant + " TO {}").format(sql.Identifier(app))
        )


def drop_database(admin: dict[str, Any], name: str) -> None:
    """Drop the database and its roles; for tests and `--reset`."""
    with connect(admin) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        for role in (f"{name}_owner", f"{name}_app"):
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))
