"""Django for commands that need it, loaded only then, so that the others start at once."""

import os


def with_django() -> None:
    """Load the settings of the node that `PULANG_STATE` names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pulang.config.settings")
    import django

    django.setup()
