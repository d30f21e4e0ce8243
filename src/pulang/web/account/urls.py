"""Signing in, and an officer's own account. Of allauth's pages only these exist."""

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from pulang.web.account import sessions, tokens, views
from pulang.web.pages import sign_in_page as page

urlpatterns = [
    path("", views.account, name="account"),
    path("language/", views.set_language, name="set_language"),
    path("sessions/", sessions.sessions, name="account_sessions"),
    path("sessions/end/", sessions.end, name="account_session_end"),
    path("tokens/", tokens.tokens, name="account_tokens"),
    path("tokens/<uuid:token_id>/revoke/", tokens.revoke, name="account_token_revoke"),
    path("login/", page(account.login), name="account_login"),
    path("logout/", page(account.logout), name="account_logout"),
    path("inactive/", page(account.account_inactive), name="account_inactive"),
    path("confirm/", page(account.reauthenticate), name="account_reauthenticate"),
    path("password/", page(account.password_change), name="account_change_password"),
    path("password/first/", page(reauthentication_required(account.password_set)), name="account_set_password"),
    path("factor/", page(factors.index), name="mfa_index"),
    path("factor/enter/", page(factors.authenticate), name="mfa_authenticate"),
    path("factor/confirm/", page(factors.reauthenticate), name="mfa_reauthenticate"),
    path("factor/app/", page(totp.activate_totp), name="mfa_activate_totp"),
    path("factor/app/stop/", page(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("factor/codes/", page(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("factor/codes/new/", page(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("factor/codes/file/", page(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("passkeys/", page(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("passkeys/add/", page(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/login/", page(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("passkeys/confirm/", page(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/name/", page(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", page(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
]
