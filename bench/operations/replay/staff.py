"""Officers of a node's desks with a token each, as JSON: ``python -m bench.operations.replay.staff DESKS``."""

import json
import sys

from pulang.config.environment import load_django


def main(desks: int) -> None:
    load_django()
    from django.conf import settings

    from pulang.access.accounts.demo import create_demo_login
    from pulang.access.policy import actor_named
    from pulang.access.tokens import create_token
    from pulang.lib.actor import system

    country = settings.NODE.country
    lead = actor_named("protection" if country == "IDN" else "desk", via="cli")
    role = "protection" if country == "IDN" else "ncb_desk"
    assert lead.agency_id is not None
    tokens = {}
    for name in ("lead", *(f"desk{number}" for number in range(1, desks + 1))):
        username = f"replay-{name}"
        create_demo_login(system("demo"), username=username, name=name.title(), agency_id=lead.agency_id, role=role)
        tokens[name] = create_token(actor_named(username, via="cli"), label="replay")[1]
    print(json.dumps(tokens))


if __name__ == "__main__":
    main(int(sys.argv[1]))
