"""Signing in with a real browser: password, second factor, passkey; and every page of the account."""

import pytest
from playwright.sync_api import Page, expect

from pulang.access.accounts.officers import create_officer
from pulang.access.models import Officer
from pulang.audit.models import Entry
from tests.browser import assert_accessible, in_each_language, save_picture
from tests.web.world import PASSWORD, code_of, complete_account

pytestmark = pytest.mark.browser


def enter(page: Page, username: str, password: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_password_and_app_let_in(open_page, committed_cast, script):
    secret = complete_account(committed_cast.officer)
    page = open_page(script=script)
    enter(page, "officer", PASSWORD)
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/account/")
    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    said = Entry.objects.filter(event="login.succeeded").latest("id")
    assert said.actor_id == committed_cast.officer.id
    assert '"methods":["password","totp"]' in said.text


def test_a_wrong_code_does_not(open_page, committed_cast):
    complete_account(committed_cast.officer)
    page = open_page()
    enter(page, "officer", PASSWORD)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Incorrect code")
    page.goto("/account/")
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    assert Entry.objects.filter(event="login.failed", text__contains='"factor":"second"').exists()


def test_a_new_officer_changes_the_password_and_sets_up_the_app_before_anything_else(open_page, committed_cast):
    _officer, password = create_officer(
        committed_cast.administrator,
        username="newcomer",
        name="Newcomer",
        agency_id=committed_cast.police.pk,
        role="investigator",
    )
    page = open_page()
    enter(page, "newcomer", password)
    page.goto("/account/")
    expect(page.get_by_role("heading", name="Change password")).to_be_visible()
    page.get_by_label("Current Password").fill(password)
    page.get_by_label("New Password", exact=True).fill(PASSWORD)
    page.get_by_label("New Password (again)").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    page.goto("/account/")
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Set up the app").click()
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    assert_accessible(page)
    save_picture(page, "app-set-up")
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/account/")
    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    assert not Officer.objects.get(username="newcomer").must_change_password


def test_a_passkey_alone_lets_in(open_page, site, committed_cast, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # as in the demo: localhost without TLS
    complete_account(committed_cast.officer)
    page = open_page(committed_cast.officer)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto("/account/passkeys/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("The key on my desk")
    page.get_by_role("checkbox").check()
    assert_accessible(page)
    page.get_by_role("button", name="Add this key").click()
    page.wait_for_url("**/account/factor/**")
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{site}/")
    page.goto("/account/")
    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    assert Entry.objects.filter(event="second_factor.changed", text__contains="webauthn").exists()


PAGES = {
    "visitor": {"login": "/account/login/"},
    "officer": {
        "account": "/account/",
        "factors": "/account/factor/",
        "password": "/account/password/",
        "sessions": "/account/sessions/",
        "tokens": "/account/tokens/",
        "nothing": "/nothing-here",
    },
    "data_protection": {"audit": "/audit/"},
    "administrator": {
        "audit-verify": "/audit/verify/",
        "officers": "/administration/officers/",
        "officer-new": "/administration/officers/new/",
        "agencies": "/administration/agencies/",
        "agency-new": "/administration/agencies/new/",
    },
}


@in_each_language
def test_every_page_is_accessible_at_both_sizes(open_page, committed_cast, language, width):
    for who, addresses in PAGES.items():
        page = open_page(getattr(committed_cast, who, None), width=width, language=language)
        for name, address in addresses.items():
            page.goto(address)
            assert page.locator("html").get_attribute("lang") == language
            save_picture(page, f"{name}-{language}-{width}")
            assert_accessible(page)


def test_khmer_is_drawn_with_our_own_font_also_where_the_machine_has_none(open_page, committed_cast):
    page = open_page()
    page.goto("/account/login/")
    page.evaluate("document.fonts.ready")
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    button = tools.send("DOM.querySelector", {"nodeId": root, "selector": ".languages button[lang=km]"})["nodeId"]
    fonts = tools.send("CSS.getPlatformFontsForNode", {"nodeId": button})["fonts"]
    assert [(font["familyName"], font["isCustomFont"]) for font in fonts] == [("Noto Sans Khmer", True)]
