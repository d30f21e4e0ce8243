"""A real browser on a real server over the committed test database, for tests marked `browser`.

    @pytest.mark.browser
    def test_something(open_page, committed_cast):
        page = open_page(committed_cast.officer, width=360, language="km")
        page.goto("/account/")
        assert_accessible(page)

Every page fails its test at the end if the console showed an error, such as a refusal by the content policy.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pulang.access.models import Officer
from pulang.lib.actor import Actor
from tests.cast import Cast
from tests.web.world import sign_in

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NAMED = os.environ.get("PULANG_CHROMIUM", "")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
PHONE, LAPTOP = 360, 1366
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],  # what passes is not written down one by one, which took a third of the time
}
OpenPage = Callable[..., Page]
#: A busy machine is no failure: nothing is measured here, and a wait ends when what it waits for is there.
WAIT = 20_000  # ms
expect.set_options(timeout=WAIT)

#: Every language and every size; the three pairs of them that are left are for the night.
in_each_language = pytest.mark.parametrize(
    ("language", "width"),
    [("en", LAPTOP), ("id", PHONE), ("km", PHONE)]
    + [pytest.param(*pair, marks=pytest.mark.nightly) for pair in (("en", PHONE), ("id", LAPTOP), ("km", LAPTOP))],
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium or Chrome that is there."""
    found = NAMED or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail("No Chromium or Chrome here: install one (Debian: chromium) or set PULANG_CHROMIUM.")
    # The browser's driver keeps an event loop in this thread, where Django would refuse to work.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """The tests look at the pages, not at the log."""


@pytest.fixture
def site(committed_cast: Cast) -> Iterator[str]:
    """The address of a server with the whole application, as it is run for real but for the process."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"  # by name, since passkeys belong to names
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[OpenPage]:
    """`open_page(actor=None, *, width=1366, language="en", script=True)`: a page, signed in as the actor."""
    contexts, complaints = [], []

    def open_it(
        actor: Actor | None = None, *, width: int = LAPTOP, language: str = "en", script: bool = True
    ) -> Page:
        height = 740 if width < 600 else 768
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": height}, java_script_enabled=script
        )
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if actor is not None:
            Officer.objects.filter(pk=actor.id).update(language=language)
            cookies[settings.SESSION_COOKIE_NAME] = sign_in(actor).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
        context.set_default_timeout(WAIT)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            # That a page answered 404 or 422 is a matter of the test, not a fault of the page.
            lambda line: (
                complaints.append(line.text)
                if line.type == "error" and "Failed to load resource" not in line.text
                else None
            ),
        )
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert not complaints, complaints


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 AA that axe can find, and nothing wider than the window."""
    page.wait_for_load_state()  # A click returns when the next page begins: half a page has links without words.
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the window"


def save_picture(page: Page, name: str) -> None:
    """A picture of the whole page in the folder that `PULANG_PICTURES` names, for people to look at."""
    folder = os.environ.get("PULANG_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
