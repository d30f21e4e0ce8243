"""The pictures of the README, taken of the demo as `make demo` fills it.

PULANG_PICTURES=docs/pictures python -m pytest tests/journeys/test_readme_pictures.py -m nightly
"""

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pulang.cli.demo.aside import free_ports
from pulang.cli.demo.command import build_nodes, prepare
from pulang.cli.processes import NodeProcesses
from tests.browser import LAPTOP, PHONE, assert_accessible
from tests.web.world import code_of

pytestmark = [pytest.mark.nightly, pytest.mark.browser]


@pytest.fixture(scope="module")
def demo() -> Iterator[dict[str, NodeProcesses]]:
    with tempfile.TemporaryDirectory(prefix="pulang-demo-") as root:
        Path(root).chmod(0o755)  # the embedded server's own user must reach its data below
        nodes = build_nodes(Path(root), free_ports())
        try:
            prepare(nodes, persons=300, cases=40)
            for node in nodes.values():
                node.start()
                node.wait(60)
            yield nodes
        finally:
            for node in nodes.values():
                node.stop()


def signed_in(browser: Browser, node: NodeProcesses, username: str, *, width: int, language: str) -> Page:
    """A window of this officer, signed in as she would do it."""
    login = next(one for one in json.loads((node.state / "logins.json").read_text()) if one["username"] == username)
    page = browser.new_page(viewport={"width": width, "height": 740}, base_url=node.address)
    page.goto("/account/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(login["password"])
    page.locator("main form:has([name=password]) button[type=submit]").first.click()
    page.locator("[name=code]").fill(code_of(login["totp"]))
    page.locator("main form:has([name=code]) button[type=submit]").first.click()
    page.wait_for_url(f"{node.address}/")
    page.locator(f".languages button[value={language}]").click()
    page.wait_for_selector(f"html[lang={language}]")
    return page


def take(page: Page, name: str) -> None:
    """What the window shows, as small as a README needs it."""
    assert_accessible(page)
    folder = os.environ.get("PULANG_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_pictures_of_the_demo(demo, browser):
    desk = signed_in(browser, demo["IDN"], "protection", width=LAPTOP, language="en")
    take(desk, "queue")
    desk.goto("/cases/?status=way_home")
    desk.locator("main ol a, main tbody a, main .queue-list a").first.click()
    desk.wait_for_load_state()
    take(desk, "case")
    phone = signed_in(browser, demo["IDN"], "protection2", width=PHONE, language="id")
    take(phone, "queue-phone")
    partner = signed_in(browser, demo["KHM"], "desk", width=PHONE, language="km")
    partner.goto("/messages/")
    take(partner, "messages-phone")
