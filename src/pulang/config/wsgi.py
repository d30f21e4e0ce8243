"""The WSGI application that a server runs. It does not start with a URL that anybody could open by mistake."""

import os
import sys

from django.core.checks import run_checks
from django.core.wsgi import get_wsgi_application

# A page asks the database some fifty times and lets other threads run meanwhile. Each answer would then wait up to
# 5 ms (Python's default) until a thread that draws a page gives way: a quarter of a second for one page.
sys.setswitchinterval(0.0005)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pulang.config.settings")
application = get_wsgi_application()

undeclared = run_checks(tags=["doors"])
if undeclared:
    raise SystemExit("\n".join(str(message) for message in undeclared))
