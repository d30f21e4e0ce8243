"""How a reading process begins. It imports nothing of Django before that is set up, as a fresh process must not."""

import os
import threading
import time

SECONDS = 1.0


def start() -> None:
    """Set Django up, as the environment names its settings; make way for the desk; end with the process above."""
    threading.Thread(target=_end_with, args=[os.getppid()], daemon=True).start()
    import django

    django.setup()
    from pulang.matching.linkage.reading import make_way

    make_way()


def _end_with(parent: int) -> None:
    """A killed run leaves no reader behind that holds names in its memory."""
    while os.getppid() == parent:
        time.sleep(SECONDS)
    os._exit(1)
