"""Django's settings of one node. Everything that differs between nodes comes from its state folder."""

from pathlib import Path

import fontpkg_noto_sans_khmer
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from pulang.config import environment
from pulang.config.locks import locks

PACKAGE = Path(__file__).resolve().parent.parent
STATE = environment.folder("PULANG_STATE", ".pulang/node")
NODE = environment.NodeFile.read(STATE)

DEMO = NODE.demo
DEBUG = False
SECRET_KEY = NODE.secret or "not-set-up-so-nothing-is-signed-with-this"
BASE_URL = NODE.base_url
EXCHANGE_URL = NODE.exchange_url  # where partners reach this node; empty: where officers do
ALLOWED_HOSTS = ["127.0.0.1", "localhost", *filter(None, environment.text("PULANG_HOSTS").split(","))]
ALLOWED_HOSTS += environment.host_of(EXCHANGE_URL)
SECURE = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "pulang.db",
    "pulang.access",
    "pulang.audit",
    "pulang.exchange",
    "pulang.persons",
    "pulang.cases",
    "pulang.cases.dossiers",
    "pulang.cases.emergencies",
    "pulang.cases.lists",
    "pulang.identification",
    "pulang.identification.nonpunishment",
    "pulang.identification.suspects",
    "pulang.matching",
    "pulang.matching.inquiries",
    "pulang.matching.linkage",
    "pulang.matching.overlaps",
    "pulang.matching.pairs",
    "pulang.repatriation",
    "pulang.care",
    "pulang.operations",
    "pulang.web",
    "pulang.api",
]

MIDDLEWARE = [
    "pulang.api.middleware.ProblemMiddleware",
    "pulang.web.middleware.size.SizeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pulang.web.middleware.no_store.NoStoreMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pulang.web.middleware.language.OfficerLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pulang.web.middleware.session_age.SessionAgeMiddleware",
    "pulang.web.middleware.actor.ActorMiddleware",
    "pulang.web.middleware.set_up.SetUpMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "pulang.config.urls"
WSGI_APPLICATION = "pulang.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pulang.web.context.page",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Persistent connections, checked before use, so that a restarted database heals by itself. (The middleware
# `actor` opens one transaction a request.)
_CONNECTION = {"CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True}
DATABASES = {
    "default": {
        **environment.database(STATE, "app"),
        **_CONNECTION,
        "OPTIONS": {"options": "-c statement_timeout=20000 -c lock_timeout=10000"},
    },
    "owner": environment.database(STATE, "owner"),
}
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Officer"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "pulang.web.account.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,10/5m/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = f"Pulang {NODE.name}"
MFA_ADAPTER = "pulang.web.account.adapters.MFAAdapter"
MFA_FORMS = {
    "add_webauthn": "pulang.web.account.forms.AddKeyForm",
    "edit_webauthn": "pulang.web.account.forms.EditKeyForm",
}
# WebAuthn asks for HTTPS; browsers make an exception for localhost, and so does the demo.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO

# One guard for every method and content type, counted in the database by name and address.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = ["password", "login"]
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "pulang.web.account.adapters.name_at_sign_in"
AXES_DISABLE_ACCESS_LOG = True  # the audit has it
AXES_LOCKOUT_CALLABLE = "pulang.web.errors.locked_out"
# Counters of the sign-in and the API: in the database, so that every process counts the same.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_counter",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
    # Counted in each web process by itself: a row for every request of the API would cost more than many an answer.
    "api-rates": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "api-rates"},
}

SESSION_ENGINE = "pulang.access.accounts.session_store"
SESSION_COOKIE_NAME = f"pulang_{NODE.country.lower()}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = 10 * 60
SESSION_ABSOLUTE_SECONDS = 8 * 60 * 60
CSRF_COOKIE_NAME = f"pulang_csrf_{NODE.country.lower()}"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "pulang.web.errors.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = NODE.language
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("English")), ("km", _("Khmer"))]
LANGUAGE_COOKIE_NAME = f"pulang_language_{NODE.country.lower()}"
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "pulang.web.formats"
USE_TZ = True
TIME_ZONE = NODE.time_zone

STATIC_URL = "static/"
STATICFILES_DIRS = [("fonts", Path(fontpkg_noto_sans_khmer.__file__).parent / "files")]
WHITENOISE_USE_FINDERS = True  # files are served from the packages; nothing is collected
FILES_ROOT = STATE / "files"
PAPERS_ROOT = STATE / "papers"  # an authority's own templates of papers, each in a folder of the template's name
KEYS_ROOT = STATE / "keys"
TOMBSTONES = KEYS_ROOT / "tombstones"  # what was withdrawn: never rolled back with the database
KEYS_LOCKS = locks()

BODY_LIMIT_BYTES = 2 * 1024 * 1024  # forms and API
PEER_LIMIT_BYTES = DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024  # a batch of messages
#: What one partner may bring within an hour: messages, and bytes with the files that it announces.
PEER_QUOTA = (
    environment.number("PULANG_PEER_MESSAGES_AN_HOUR", 50_000),
    environment.number("PULANG_PEER_MB_AN_HOUR", 50_000) * 1024 * 1024,
)
#: A bundle for a day without network: what does not fit follows in another.
BUNDLE_LIMIT_BYTES = environment.number("PULANG_BUNDLE_MB", 20_000) * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"pulang": {"level": environment.text("PULANG_LOG", "INFO")}},
}
