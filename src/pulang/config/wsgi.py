"""The WSGI application that a server runs. It does not start with a URL that anybody could open by mistake."""

import os

from django.core.checks import run_checks
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pulang.config.settings")
application = get_wsgi_application()

undeclared = run_checks(tags=["doors"])
if undeclared:
    raise SystemExit("\n".join(str(message) for message in undeclared))
