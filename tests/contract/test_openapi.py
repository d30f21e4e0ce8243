"""The description of the API stands in the repository: a change of it is a change of the contract.

After a change on purpose: `python -m tests.contract.test_openapi` writes it anew; say so in the changelog.
"""

import json
from pathlib import Path

import pytest
from django.test import Client

SNAPSHOT = Path(__file__).parent / "openapi.json"


def described() -> str:
    from pulang.api.v1 import api

    schema = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    schema["info"]["version"] = "…"
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def test_the_api_is_as_described():
    assert described() == SNAPSHOT.read_text()


def test_the_description_is_served_as_openapi_3_1(db):
    served = Client().get("/api/v1/openapi.json").json()
    assert served["openapi"].startswith("3.1")


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_every_operation_asks_for_a_token(method):
    paths = json.loads(described())["paths"]
    assert all(item[method].get("security") for item in paths.values() if method in item)


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pulang.config.settings")
    django.setup()
    SNAPSHOT.write_text(described())
