"""Settings. Everything that differs between installations comes from the environment."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

BASE = Path(__file__).resolve().parent.parent
ROOT = BASE.parent
DAMPINGI_DATA = Path(os.environ.get("DAMPINGI_DATA", "data")).absolute()
DAMPINGI_ROOT_KEY = os.environ.get("DAMPINGI_ROOT_KEY", "")
DAMPINGI_LEDGER_KEY = os.environ.get("DAMPINGI_LEDGER_KEY", "")
DAMPINGI_EXIT_URL = os.environ.get("DAMPINGI_EXIT_URL", "https://www.bmkg.go.id/")
# "practice" or "real", as the database itself says; the command that starts us has read it.
DAMPINGI_MODE = os.environ.get("DAMPINGI_MODE", "practice")


def _secret() -> str:
    """Return Django's own secret: from the environment, else made once in the data folder."""
    if said := os.environ.get("DAMPINGI_SECRET_KEY"):
        return said
    kept = DAMPINGI_DATA / "django-secret.key"
    if kept.is_file():
        return kept.read_text().strip()
    return ""  # commands that need it make the file first: dampingi.config.command


SECRET_KEY = _secret() or "not-yet-made"
DEBUG = False
ALLOWED_HOSTS: list[str] = os.environ.get("DAMPINGI_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth.account",  # the ground of allauth.mfa; its tables stay empty, its pages are not served
    "allauth.mfa",
    "dampingi.keys",
    "dampingi.audit",
    "dampingi.web",
    "dampingi.places",
    "dampingi.access",
    "dampingi.notices",
    "dampingi.people",
    "dampingi.files",
    "dampingi.protocols",
    "dampingi.training",
    "dampingi.intake",
    "dampingi.triage",
    "dampingi.cases",
    "dampingi.services",
    "dampingi.drills",
    "dampingi.config",
]
MIDDLEWARE = [
    "dampingi.web.headers.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dampingi.config.cold.NamesGoCold",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dampingi.config.language.IndonesianFirst",
    "django.middleware.common.CommonMiddleware",
    "dampingi.config.csrf.SameSiteOnly",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dampingi.access.actor.ActorMiddleware",
    "dampingi.access.doors.FactorRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "dampingi.config.refused.RefusalsRemembered",
]
ROOT_URLCONF = "dampingi.config.urls"
WSGI_APPLICATION = "dampingi.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "dampingi.config.frame.frame",
            ],
        },
    },
]


def database(url: str) -> dict[str, object]:
    """Return Django's settings for a ``postgresql://`` address."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or query.get("port", "")),
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": os.environ.get("DAMPINGI_TEST_DATABASE", "test_dampingi")},
    }


# The application connects as a role that owns nothing; migrations run under DAMPINGI_OWNER_URL.
DAMPINGI_APP_URL = os.environ.get("DAMPINGI_APP_URL") or os.environ.get("DATABASE_URL", "")
DAMPINGI_OWNER_URL = os.environ.get("DAMPINGI_OWNER_URL", "")
_AS_OWNER = os.environ.get("DAMPINGI_AS_OWNER") == "1"
DATABASES = {
    "default": database(
        (DAMPINGI_OWNER_URL if _AS_OWNER else DAMPINGI_APP_URL) or "postgresql:///dampingi",
    ),
}
FORM_RENDERER = "dampingi.web.renderer.QuietInputs"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Staff"
AUTHENTICATION_BACKENDS = ["dampingi.access.sessions.WithUnit"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "dampingi.access.passwords.NotListed"},
]
LOGIN_URL = "access:sign-in"
LOGIN_REDIRECT_URL = "cases:today"

# Second factors (decision 7). A real installation asks everybody for one; practice lets it be tried.
DAMPINGI_MFA_REQUIRED = DAMPINGI_MODE == "real"
_AT_HOME = f"http://localhost:{os.environ.get('PORT') or 8000}"
DAMPINGI_ORIGIN = os.environ.get("DAMPINGI_ORIGIN") or (
    f"https://{ALLOWED_HOSTS[0]}" if DAMPINGI_MODE == "real" else _AT_HOME
)
DAMPINGI_RP_ID = os.environ.get("DAMPINGI_RP_ID") or urlsplit(DAMPINGI_ORIGIN).hostname or ""
MFA_ADAPTER = "dampingi.access.factors.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_DIGITS = 12
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"

SESSION_ENGINE = "dampingi.access.sessions"
# Never longer than this; an office with shared computers says 15.
DAMPINGI_IDLE_MINUTES = min(int(os.environ.get("DAMPINGI_IDLE_MINUTES") or 30), 30)
DAMPINGI_SESSION_HOURS = min(int(os.environ.get("DAMPINGI_SESSION_HOURS") or 8), 8)
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
SECURE = os.environ.get("DAMPINGI_SECURE", "1" if DAMPINGI_MODE == "real" else "0") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
# Browsers refuse __Host- names without Secure: loopback practice goes without.
SESSION_COOKIE_NAME = "__Host-s" if SECURE else "s"
CSRF_COOKIE_NAME = "__Host-c" if SECURE else "c"
LANGUAGE_COOKIE_NAME = "__Host-l" if SECURE else "l"
LANGUAGE_COOKIE_SAMESITE = "Strict"
DAMPINGI_DEVICE_COOKIE = "__Host-d" if SECURE else "d"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
CSRF_FAILURE_VIEW = "dampingi.config.refused.csrf_failure"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]  # each in its own words, never translated
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("DAMPINGI_STATIC", ROOT / ".cache" / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000

FILE_UPLOAD_HANDLERS = ["dampingi.web.uploads.SealedUploadHandler"]
# The largest file that is kept with a case, and the socket of a scanner (clamd) where there is one.
DAMPINGI_LARGEST_FILE = int(os.environ.get("DAMPINGI_LARGEST_FILE_MB", "25")) * 1024 * 1024
DAMPINGI_CLAMD = os.environ.get("DAMPINGI_CLAMD", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

EMAIL_BACKEND = os.environ.get("DAMPINGI_EMAIL", "django.core.mail.backends.console.EmailBackend")
if DAMPINGI_MODE == "practice" and "DAMPINGI_EMAIL" not in os.environ:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("DAMPINGI_FROM", "layanan@contoh.test")
ADMINS: list[tuple[str, str]] = []

# Only these keys are ever logged; never a path, a query, a body or a person.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "formatters": {"allowed": {"()": "dampingi.config.logs.AllowedOnly"}},
    "handlers": {"said": {"class": "logging.StreamHandler", "formatter": "allowed"}},
    "root": {"handlers": ["said"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["said"], "level": "ERROR", "propagate": False},
        "django.request": {"handlers": ["said"], "level": "ERROR", "propagate": False},
        "dampingi": {"handlers": ["said"], "level": "INFO", "propagate": False},
    },
}
