"""All settings, read from environment variables or from the file `.env`.

`ENVIRONMENT` says what this installation is: `production` (the default, so that forgetting it is
safe), `development` (what `script/server` sets up) or `test` (what `script/test` sets).
"""

import os
import re
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def required(name, how):
    """The text of the variable `name`; raises ImproperlyConfigured with `how` to set it."""
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {how}")
    return value


ENVIRONMENT = env.str("ENVIRONMENT", default="production")
if ENVIRONMENT not in {"production", "development", "test"}:
    raise ImproperlyConfigured(f"ENVIRONMENT is {ENVIRONMENT!r}. Set it to production, development or test.")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = required(
    "SECRET_KEY",
    "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))' "
    "and put it into the environment or into .env.",
)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1"])

if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured(
            "DEBUG is on, which shows settings and people's data to strangers. "
            "Remove DEBUG, or set ENVIRONMENT=development on your own machine."
        )
    if len(SECRET_KEY) < 50 or re.search("sample|insecure|example|change", SECRET_KEY, re.I):
        raise ImproperlyConfigured(
            "SECRET_KEY is a sample or shorter than 50 characters. Make a real one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'."
        )
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is not set. Name the hosts that people type, separated by commas: "
            "ALLOWED_HOSTS=apprentices.council.gov.uk."
        )
    if any("*" in host or host.startswith(".") for host in ALLOWED_HOSTS):
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS has a wildcard, so that links in mails could be forged. Name each host in full."
        )

# Where people reach this installation: links in invitations begin with it.
SITE_URL = env.str(
    "SITE_URL", default=f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://localhost:8000"
).rstrip("/")

INSTALLED_APPS = [
    "hackit.apps.WorkshopConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "crispy_forms",
    "crispy_forms_gds",
    "simple_history",
    "hackit.apps.HackitConfig",
    "cohorts",
    "providers",
    "apprentices",
    "workplans",
]

MIDDLEWARE = [
    "hackit.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hackit.middleware.IdleSessionMiddleware",
    "hackit.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "hackit.urls"
WSGI_APPLICATION = "hackit.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hackit.context.page",
            ],
            "builtins": ["hackit.templatetags.hackit"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"
# The package styles boxes by the name of their class and has forgotten this one.
CRISPY_CLASS_CONVERTERS = {"dateinput": "govuk-input"}

# --- Data -----------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/db.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # A transaction that reads first and writes later cannot be retried by SQLite: it must take
        # the write lock at once, or two people who save together meet "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": ("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_MAX_AGE", default=600)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Compiling a query costs more here than running it: with 2,000 apprentices pages took twice as long.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off"

# Sign-in throttles count here, so every worker must see the same numbers.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # So many that nobody can push out the counters of a throttle.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- People and sign-in ---------------------------------------------------------------------------

AUTH_USER_MODEL = "hackit.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "full_name", "preferred_name"]},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24

ACCOUNT_ADAPTER = "hackit.signin.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "hackit.forms.SignInForm",
    "reset_password": "hackit.forms.ForgottenPasswordForm",
    "reset_password_from_key": "hackit.forms.NewPasswordForm",
    "change_password": "hackit.forms.ChangePasswordForm",
    "set_password": "hackit.forms.SetPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# An invitation reaches its address or it is not accepted: that is the verification.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_USER_DISPLAY = "hackit.models.display_name"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

SOCIALACCOUNT_ADAPTER = "hackit.signin.SingleSignOnAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {}
SINGLE_SIGN_ON_ORIGINS = []


def switch_on(provider, origin, app, **options):
    """Offers single sign-on with `provider`, whose sign-in page lives at `origin`."""
    INSTALLED_APPS.append(f"allauth.socialaccount.providers.{provider}")
    SOCIALACCOUNT_PROVIDERS[provider] = {"APPS": [app], **options}
    SINGLE_SIGN_ON_ORIGINS.append(origin)


if env.str("GOOGLE_CLIENT_ID", default=""):
    switch_on(
        "google",
        "https://accounts.google.com",
        {
            "client_id": env.str("GOOGLE_CLIENT_ID"),
            "secret": required("GOOGLE_CLIENT_SECRET", "It comes with GOOGLE_CLIENT_ID."),
        },
        SCOPE=["profile", "email"],
        OAUTH_PKCE_ENABLED=True,
    )

if env.str("MICROSOFT_CLIENT_ID", default=""):
    tenant = required(
        "MICROSOFT_TENANT_ID",
        "Copy the directory (tenant) ID from the Entra overview page: without it, accounts of any "
        "organisation in the world could sign in.",
    )
    if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", tenant):
        raise ImproperlyConfigured(
            f"MICROSOFT_TENANT_ID is {tenant!r}. It must be your directory (tenant) ID, such as "
            "00000000-1111-2222-3333-444444444444; common, organizations and consumers would let "
            "any tenant in."
        )
    switch_on(
        "microsoft",
        "https://login.microsoftonline.com",
        {
            "client_id": env.str("MICROSOFT_CLIENT_ID"),
            "secret": required("MICROSOFT_CLIENT_SECRET", "It comes with MICROSOFT_CLIENT_ID."),
            # The addresses of one's own tenant are set by its administrators.
            "settings": {"tenant": tenant, "verified_email": True},
        },
        OAUTH_PKCE_ENABLED=True,
    )

if env.str("OIDC_CLIENT_ID", default=""):
    oidc_server = required("OIDC_SERVER_URL", "It is the issuer, such as https://id.example.org.").rstrip("/")
    if not re.match("https://." if PRODUCTION else "https?://.", oidc_server):
        raise ImproperlyConfigured(
            f"OIDC_SERVER_URL is {oidc_server!r}. It must be the issuer in full, such as https://id.example.org."
        )
    switch_on(
        "openid_connect",
        # Some show their sign-in page on another host than the issuer's.
        "{0.scheme}://{0.netloc}".format(urlsplit(env.str("OIDC_SIGN_IN_URL", default=oidc_server))),
        {
            "provider_id": "oidc",
            "name": env.str("OIDC_NAME", default="your work account"),
            "client_id": env.str("OIDC_CLIENT_ID"),
            "secret": required("OIDC_CLIENT_SECRET", "It comes with OIDC_CLIENT_ID."),
            "settings": {"server_url": oidc_server, "oauth_pkce_enabled": True},
        },
    )

# A session ends twelve hours after it was last used.
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "hackit.views.csrf_failure"

SIMPLE_HISTORY_REVERT_DISABLED = True
# Why something was corrected is a sentence, not a label.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# --- What the browser is told ---------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        # Chromium checks where a form leads to after redirects too.
        "form-action": [SELF, *SINGLE_SIGN_ON_ORIGINS],
        "frame-ancestors": [NONE],
    }
}

# --- Words, days and files ------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["hackit.formats"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# Outside production the files are served from where they are, looked for when they are asked for.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION

# --- Mail and logs --------------------------------------------------------------------------------

MAIL_DIR = VAR_DIR / "mail"
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_DIR
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="apprenticeships@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "hackit.logs.Formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        # RequestLogMiddleware writes the one line that every request gets.
        "django.server": {"handlers": [], "propagate": False},
    },
}

if ENVIRONMENT == "test":
    if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        # A file: threads that share one in memory meet locks that do not wait.
        DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.gettempdir()}/hackit-{os.getpid()}.sqlite3"}
    else:
        # Nothing of a test has to outlast a power cut: nobody waits for the disk.
        DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
    # The fastest hasher: tests sign in thousands of times.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A query inside a loop raises.
    INSTALLED_APPS.append("zeal")
    MIDDLEWARE.append("zeal.middleware.zeal_middleware")
    ZEAL_RAISE = True
    # Not loops of ours: a form looks up each chosen record by itself, signing in the session.
    ZEAL_ALLOWLIST = [
        {"model": "apprentices.Manager", "field": "get()"},
        {"model": "apprentices.Buddy", "field": "get()"},
        {"model": "apprentices.ManagerTerm", "field": "get()"},
        {"model": "apprentices.DeputyTerm", "field": "get()"},
        {"model": "apprentices.BuddyTerm", "field": "get()"},
        {"model": "apprentices.BreakInLearning", "field": "get()"},
        {"model": "sessions.Session", "field": "get()"},
    ]
