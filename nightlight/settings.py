"""Configuration: environment variables named NIGHTLIGHT_*, with defaults that suit one small server.

Each setting is described in `docs/settings.md`; a test compares the two.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF

HERE = Path(__file__).resolve().parent


def _env(name: str, default: str = "") -> str:
    return os.environ.get(f"NIGHTLIGHT_{name}", default)


def _secret(path: Path) -> str:
    """Return the secret kept in a file outside the database, made on first use and readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


DATA_DIR = Path(_env("DATA_DIR", "var")).resolve()
DEBUG = False
SECRET_KEY = _env("SECRET_KEY") or _secret(DATA_DIR / "keys" / "sessions.key")
FORM_KEY = _env("FORM_KEY") or _secret(DATA_DIR / "keys" / "form.key")
NOTICES_KEY = _env("NOTICES_KEY") or _secret(DATA_DIR / "keys" / "notices.key")
DECONFLICTION_KEY = _env("DECONFLICTION_KEY") or _secret(DATA_DIR / "keys" / "deconfliction.key")
# the schema of the provider programme, where somebody has put it here; it is never fetched
CYBERTIPLINE_XSD = Path(_env("CYBERTIPLINE_XSD")).resolve() if _env("CYBERTIPLINE_XSD") else None
ALLOWED_HOSTS = _env("HOSTS", "localhost 127.0.0.1 [::1]").split()
CSRF_TRUSTED_ORIGINS = _env("ORIGINS").split()
# a demo leaves this file; it holds the moment at which the invented records end, and practice time goes on from there
PRACTICE_FILE = DATA_DIR / "practice"
PRACTICE = PRACTICE_FILE.exists()

# the public form: who receives, whom people call, and where "leave now" leads
FORM_AGENCY = _env("FORM_AGENCY", "national")
FORM_NAME = _env("FORM_NAME")
FORM_EMERGENCY = _env("FORM_EMERGENCY", "911")
# without a number of the agency's own, practice shows one that nobody can answer, and a real site shows none
FORM_HOTLINE = _env("FORM_HOTLINE", "800-555-0100" if PRACTICE else "")
FORM_CRISIS_LINE = _env("FORM_CRISIS_LINE", "988")
FORM_NEUTRAL_SITE = _env("FORM_NEUTRAL_SITE", "https://www.weather.gov/")
FORM_ADDRESS_HEADER = _env("FORM_ADDRESS_HEADER")

# notices that leave the house: the address that they name for this site, and the mail server that takes them
SITE = _env("SITE", "http://localhost:8000").rstrip("/")
_MAIL = urlsplit(_env("MAIL_URL"))
EMAIL_HOST, EMAIL_PORT = _MAIL.hostname or "", _MAIL.port or {"smtps": 465, "smtp+tls": 587}.get(_MAIL.scheme, 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.scheme == "smtp+tls", _MAIL.scheme == "smtps"
DEFAULT_FROM_EMAIL = _env("MAIL_FROM", "nightlight@localhost")

INSTALLED_APPS = [
    "nightlight.audit",
    "nightlight.agencies",
    "nightlight.accounts",
    "nightlight.notices",
    "nightlight.coverage",
    "nightlight.deconfliction",
    "nightlight.hashes",
    "nightlight.directives",
    "nightlight.intake",
    "nightlight.gate",
    "nightlight.clocks",
    "nightlight.urgent",
    "nightlight.sampling",
    "nightlight.triage",
    "nightlight.priorities",
    "nightlight.transfers",
    "nightlight.workload",
    "nightlight.rematching",
    "nightlight.quarantine",
    "nightlight.desk",
    "nightlight.investigations",
    "nightlight.victims",
    "nightlight.operations",
    "nightlight.suspects",
    "nightlight.learning",
    "nightlight.web",
    "nightlight.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "nightlight.web.letting_go.LettingGoMiddleware",
    "nightlight.web.whole_bodies.WholeBodyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nightlight.web.refusing.RefusalMiddleware",
    "nightlight.web.outages.OutageMiddleware",
]

ROOT_URLCONF = "nightlight.urls"
WSGI_APPLICATION = "nightlight.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "web", HERE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "nightlight.web.frame.frame",
            ],
            "builtins": ["nightlight.web.templatetags.words", "nightlight.web.templatetags.parts"],
        },
    },
]

# how long one process waits for another that holds the database; then whoever asked is told to come again
PATIENCE = int(_env("DATABASE_PATIENCE", "20"))
_SQLITE = {
    # IMMEDIATE, because SQLite ignores select_for_update; FULL, because an acknowledged report must survive a power cut
    "transaction_mode": "IMMEDIATE",
    "timeout": PATIENCE,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
    ),
}

DATABASES = {
    "default": dj_database_url.parse(
        _env("DATABASE_URL", f"sqlite:///{DATA_DIR / 'nightlight.sqlite3'}"), conn_max_age=600, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _SQLITE
else:
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", f"-c lock_timeout={PATIENCE}s")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ACT_LEDGER = "nightlight.audit.ledger.DatabaseLedger"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["nightlight.accounts.backend.AccountBackend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# CJIS Security Policy IA-5 and IA-11: sign in again after 12 hours, and nothing survives the browser's end
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
HTTPS_ONLY = _env("HTTPS_ONLY") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "nightlight.web.refusing.form_expired"
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

STATIC_URL = "static/"
STATICFILES_DIRS = [("assets", HERE / "web" / "assets")] if (HERE / "web" / "assets").exists() else []
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = True

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English"), ("es", "Español")]
TIME_ZONE = "UTC"
USE_TZ = True

# what arrives is read by intake, which has a limit of its own; this is the outer wall
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
# what comes in a form stays in memory until it was read: imagery that somebody sends must not reach the disk either
DATA_UPLOAD_MAX_NUMBER_FILES = 10_000  # as many as a report may list; each may have a document that tells of it
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "nightlight.foundation.logs.WithoutContents",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
