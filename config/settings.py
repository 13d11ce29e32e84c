"""All settings, in one file; what differs between installations comes from the environment.

docs/betrieb/einstellungen.md explains every variable.
"""

import re
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from config import embedded
from config.env import (
    BASE_DIR,
    EMBEDDED,
    PRODUCTION,
    embedded_secret,
    env,
    production_hosts,
    production_secret,
    read_clamd,
    read_mode,
    read_port,
    refuse_in_production,
    require,
)

MODE = read_mode()
IN_PRODUCTION = MODE == PRODUCTION
TESTING = env.bool("STAEDTEBRUECKE_TESTING", default="pytest" in sys.modules)

DATA_DIR = Path(env("DATA_DIR", default="") or BASE_DIR / ("build/test-data" if TESTING else "var"))
DATA_DIR = DATA_DIR.expanduser().resolve()
PORT = read_port()

DEBUG = False
# The demo town: any role by a click, second factors waived. Never in production.
DEMO = MODE == EMBEDDED and env.bool("DEMO", default=True)

if IN_PRODUCTION:
    for forbidden in ("DEMO", "DEBUG"):
        refuse_in_production(forbidden)
    SECRET_KEY = production_secret()
    ALLOWED_HOSTS = production_hosts()
    require(
        "DATABASE_URL", "name the PostgreSQL database, for example postgres://portal@db.example.org/portal."
    )
    REDIS_URL = require("REDIS_URL", "name the Redis server, for example redis://redis.example.org:6379/0.")
    require("EMAIL_URL", "name the mail server, for example smtp+tls://user:password@mail.example.org:587.")
    SITE_URL = require("SITE_URL", "give the address of the portal, for example https://partner.example.org.")
else:
    SECRET_KEY = env("SECRET_KEY", default="") or embedded_secret(DATA_DIR)
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
    REDIS_URL = env("REDIS_URL", default="")
    SITE_URL = env("SITE_URL", default=f"http://127.0.0.1:{PORT}")
SITE_URL = SITE_URL.rstrip("/")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# -- Applications -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "portal",
    "funding",
    "partnerships",
    "notices",
    "accounts",
    "places",
    "core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "csp",
    "django_filters",
    "django_htmx",
    "rules",
    "template_partials",
]

MIDDLEWARE = [
    "core.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.ResponseHeaders",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.maintenance.Maintenance",
    "django.middleware.gzip.GZipMiddleware",
    "core.middleware.CleanInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LanguageFromPath",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "core.middleware.Authentication",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.SecondFactor",
    "accounts.middleware.FormAnswers",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.guard.ReadOnlyGet",
]
BENCH = env.bool("BENCH", default=False) and not IN_PRODUCTION
if BENCH:
    MIDDLEWARE.insert(0, "bench.floor.bench_middleware.BenchMiddleware")

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,  # without `loaders`: templates are parsed once and kept
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.portal",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "core.templatetags.portal",
            ],
        },
    }
]
FORM_RENDERER = "core.forms.PortalRenderer"

# -- Database, cache, broker ------------------------------------------------------------------

DATABASE_URL = env("DATABASE_URL", default="") or embedded.database_url(DATA_DIR)
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if socket_folder := DATABASES["default"].get("OPTIONS", {}).pop("host", ""):
    DATABASES["default"]["HOST"] = socket_folder
BEHIND_PGBOUNCER = env.bool("DATABASE_PGBOUNCER", default=False)
DATABASES["default"].update(
    CONN_MAX_AGE=0 if BEHIND_PGBOUNCER else env.int("DATABASE_CONN_MAX_AGE", default=60),
    CONN_HEALTH_CHECKS=True,
    DISABLE_SERVER_SIDE_CURSORS=BEHIND_PGBOUNCER,
)
DATABASES["default"].setdefault("OPTIONS", {}).update(connect_timeout=3, tcp_user_timeout=5000)
if not BEHIND_PGBOUNCER:  # PgBouncer refuses start-up options: set these limits on the role there
    DATABASES["default"]["OPTIONS"]["options"] = (
        f"-c statement_timeout={env('DATABASE_STATEMENT_TIMEOUT', default='10s')}"
        " -c idle_in_transaction_session_timeout=30s -c jit=off"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_OPTIONS = {"socket_timeout": 2, "socket_connect_timeout": 1, "retry_on_timeout": False}
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "core.cache.ForgivingRedisCache",
            "LOCATION": env("REDIS_CACHE_URL", default=REDIS_URL),
            "KEY_PREFIX": "sb",
            "OPTIONS": REDIS_OPTIONS,
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": DATA_DIR / "cache",
        }
    }
if TESTING and not REDIS_URL:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
# Rendered public pages, in each web process: their keys carry the version of everything they show
CACHES["pages"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "pages",
    "TIMEOUT": 900,
    "OPTIONS": {"MAX_ENTRIES": 400},
}
if TESTING or not env.bool("KEEP_PAGES", default=True):  # factories change rows without saying so
    CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
CACHES["fallback"] = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "core_fallback_cache",
}

CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
LONGEST_TASK = env.int("TASK_TIME_LIMIT", default=300)
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": env.int("BROKER_VISIBILITY_TIMEOUT", default=900),
        "unacked_restore_interval": env.int("BROKER_RESTORE_INTERVAL", default=10),
        "unacked_restore_throttle": 1,
        "socket_timeout": 2,
        "socket_connect_timeout": 1,
        "retry_on_timeout": False,
        "global_keyprefix": env("BROKER_KEY_PREFIX", default="sb:"),
    }
    if CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] < 2 * LONGEST_TASK:
        raise ImproperlyConfigured("BROKER_VISIBILITY_TIMEOUT must be at least twice TASK_TIME_LIMIT.")
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "broker" / "queue"),
        "data_folder_out": str(DATA_DIR / "broker" / "queue"),
        "control_folder": str(DATA_DIR / "broker" / "control"),
        "store_processed": False,
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = LONGEST_TASK
CELERY_TASK_SOFT_TIME_LIMIT = int(LONGEST_TASK * 0.8)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1, "interval_max": 0.2}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Berlin"
CELERY_ENABLE_UTC = True
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "poll sources that are due": {"task": "funding.tasks.poll_due", "schedule": timedelta(minutes=5)},
    "calls open and close": {"task": "funding.tasks.tick_status", "schedule": crontab(minute=1)},
    "words that a search may mean": {
        "task": "funding.tasks.refresh_search_words",
        "schedule": crontab(hour=3, minute=45),
    },
    "deadline reminders": {"task": "funding.tasks.remind", "schedule": crontab(minute=20)},
    "partnerships to review": {"task": "partnerships.tasks.remind", "schedule": crontab(hour=5, minute=40)},
    "reports of encounters": {
        "task": "partnerships.tasks.remind_of_reports",
        "schedule": crontab(hour=6, minute=10),
    },
    "twinnings of Wikidata": {
        "task": "partnerships.tasks.ask_wikidata",
        "schedule": crontab(hour=4, minute=30, day_of_week=1),
    },
    "deliver notices": {"task": "notices.tasks.deliver", "schedule": timedelta(minutes=1)},
    "digests": {"task": "notices.tasks.digest", "schedule": crontab(hour=6, minute=30)},
    "retention": {"task": "portal.tasks.retention", "schedule": crontab(hour=3, minute=15)},
}

# -- Languages and time -----------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch")), ("fr", _("Französisch"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# -- Static files and media -------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *([BASE_DIR / "build/vendor"] if (BASE_DIR / "build/vendor").is_dir() else []),
]
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(DATA_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if TESTING:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if env("S3_BUCKET", default=""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env("S3_BUCKET"),
            "endpoint_url": env("S3_ENDPOINT", default=None),
            "access_key": env("S3_ACCESS_KEY", default=None),
            "secret_key": env("S3_SECRET_KEY", default=None),
            "default_acl": "private",
            "file_overwrite": False,
        },
    }
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
LARGEST_UPLOAD = 10 * 1024 * 1024
LARGEST_REQUEST = 12 * 1024 * 1024
UPLOAD_QUOTA = env.int("UPLOAD_QUOTA_MB", default=500) * 1024 * 1024  # of one person, all files together
CLAMD_ADDRESS = read_clamd()

# -- Sign-in ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:my_area"
LOGOUT_REDIRECT_URL = "portal:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.ContextWordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 3600

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_RATE_LIMITS = {
    "confirm_contact": "30/h/ip",
    "export_data": "10/h/user",
    "found_organisation": "5/h/user",
    "join_organisation": "20/h/user",
}
ACCOUNT_FORMS = {
    "login": "accounts.wording.LoginForm",
    "signup": "accounts.wording.SignupForm",
    "add_email": "accounts.wording.AddEmailForm",
    "change_password": "accounts.wording.ChangePasswordForm",
    "set_password": "accounts.wording.SetPasswordForm",
    "reset_password": "accounts.wording.ResetPasswordForm",
    "reset_password_from_key": "accounts.wording.ResetPasswordKeyForm",
    "reauthenticate": "accounts.wording.ReauthenticateForm",
    "request_login_code": "accounts.wording.RequestLoginCodeForm",
    "confirm_login_code": "accounts.wording.ConfirmLoginCodeForm",
}
MFA_FORMS = {
    "authenticate": "accounts.wording.SecondStepForm",
    "reauthenticate": "accounts.wording.SecondStepAgainForm",
    "activate_totp": "accounts.wording.ActivateAppForm",
    "add_webauthn": "accounts.wording.AddKeyForm",
    "edit_webauthn": "accounts.wording.EditKeyForm",
}
SOCIALACCOUNT_FORMS = {"signup": "accounts.wording.CitySignupForm"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if IN_PRODUCTION else 0)
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs in before the address is confirmed
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Städtebrücke"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IN_PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "accounts.adapters.CitySignInAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {}
# Browsers follow our sign-in form only to hosts that the content security policy names.
CITY_SIGN_IN_HOSTS = env.list("CITY_SIGN_IN_HOSTS", default=[])
# The way back from there is a GET that signs in.
GET_MAY_WRITE = re.compile(r"^(/[a-z]{2})?/konto/(oidc|saml)/")
if env("OIDC_CLIENT_ID", default=""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "EMAIL_AUTHENTICATION": True,  # the city's server checks addresses: it opens the account that has one
        "APPS": [
            {
                "provider_id": "stadt",
                "name": env("OIDC_NAME", default="Stadt"),
                "client_id": env("OIDC_CLIENT_ID"),
                "secret": require(
                    "OIDC_CLIENT_SECRET", "the city sign-in has an OIDC_CLIENT_ID without a secret."
                ),
                "settings": {
                    "server_url": require("OIDC_SERVER_URL", "name the city's OpenID Connect server.")
                },
            }
        ],
    }
    CITY_SIGN_IN_HOSTS.append("{0.scheme}://{0.netloc}".format(urlsplit(env("OIDC_SERVER_URL"))))
if env("SAML_METADATA_URL", default=""):
    SOCIALACCOUNT_PROVIDERS["saml"] = {
        "APPS": [
            {
                "provider_id": env("SAML_ENTITY_ID", default="stadt"),
                "client_id": "stadt",
                "name": env("SAML_NAME", default="Stadt"),
                "settings": {
                    "idp": {
                        "entity_id": require("SAML_ENTITY_ID", "name the entity of the city's SAML server."),
                        "metadata_url": env("SAML_METADATA_URL"),
                    },
                    "attribute_mapping": {"uid": "uid", "email": "mail", "email_verified": "email_verified"},
                },
            }
        ]
    }
    CITY_SIGN_IN_HOSTS.append("{0.scheme}://{0.netloc}".format(urlsplit(env("SAML_METADATA_URL"))))
RELAXED_THROTTLES = env.bool("RELAXED_THROTTLES", default=False)
if RELAXED_THROTTLES:
    if not all(host in ("localhost", "127.0.0.1", "[::1]", "testserver") for host in ALLOWED_HOSTS):
        raise ImproperlyConfigured("RELAXED_THROTTLES is for examinations on loopback: remove it.")
    ACCOUNT_RATE_LIMITS = False

# -- Sessions, cookies, headers ---------------------------------------------------------------

SECURE_COOKIES = IN_PRODUCTION
COOKIE_PREFIX = "__Host-" if SECURE_COOKIES else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sitzung"
SESSION_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
MESSAGE_STORAGE = "core.message_cookie.MessageCookie"
MESSAGES_COOKIE_NAME = f"{COOKIE_PREFIX}hinweis"
IDLE_COOKIE_NAME = f"{COOKIE_PREFIX}aktiv"
IDLE_LIMIT = timedelta(hours=8)
IDLE_LIMIT_OF_STAFF = timedelta(minutes=30)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IN_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
SECURE_SSL_REDIRECT = IN_PRODUCTION and env.bool("HTTPS_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if IN_PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *CITY_SIGN_IN_HOSTS],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)"
)

# -- Mail -------------------------------------------------------------------------------------

MAIL_DIR = DATA_DIR / "mail"
if env("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_DIR)
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="Städtebrücke <portal@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# -- The city that runs the portal ------------------------------------------------------------

CITY = {
    "name": env("CITY_NAME", default="Koblenz"),
    "authority": env("CITY_AUTHORITY", default=gettext_noop("Stadt Koblenz")),
    "office": env("CITY_OFFICE", default=gettext_noop("Internationale Beziehungen")),
    "address": env("CITY_ADDRESS", default="Willi-Hörter-Platz 1, 56068 Koblenz"),
    "email": env("CITY_EMAIL", default="partnerstaedte@example.org"),
    "phone": env("CITY_PHONE", default=""),
    "security_email": env("SECURITY_EMAIL", default="sicherheit@example.org"),
    "lat": env.float("CITY_LAT", default=50.35972),
    "lon": env.float("CITY_LON", default=7.59778),
}

# -- EU feeds: addresses, allow-list, limits ---------------------------------------------------

FEEDS = {
    "search_url": env("FEED_SEARCH_URL", default="https://api.tech.ec.europa.eu/search-api/prod/rest/search"),
    "facet_url": env("FEED_FACET_URL", default="https://api.tech.ec.europa.eu/search-api/prod/rest/facet"),
    "reference_url": env(
        "FEED_REFERENCE_URL",
        default="https://ec.europa.eu/info/funding-tenders/opportunities/data/referenceData/grantsTenders.json",
    ),
    # host:port pairs that may be asked; loopback and plain http only when named here
    "allowed": env.list(
        "FEED_ALLOWED",
        default=[
            "api.tech.ec.europa.eu:443",
            "ec.europa.eu:443",
            "www.eacea.ec.europa.eu:443",
            "commission.europa.eu:443",
            "www.kontaktstelle-cerv.de:443",
        ],
    ),
    "deadline_seconds": env.float("FEED_DEADLINE", default=60),
    "bulk_deadline_seconds": env.float("FEED_BULK_DEADLINE", default=270),
    "search_bytes": env.int("FEED_SEARCH_BYTES", default=20 * 1024 * 1024),
    "page_bytes": env.int("FEED_PAGE_BYTES", default=5 * 1024 * 1024),
    "bulk_bytes": env.int("FEED_BULK_BYTES", default=200 * 1024 * 1024),
    "pause_seconds": env.float("FEED_PAUSE", default=1),
    "user_agent": env("FEED_USER_AGENT", default=f"Staedtebruecke/0.1 (+{SITE_URL})"),
    "enabled": env.bool("FEED_ENABLED", default=not TESTING),
}

# -- Logs: one JSON line each, to standard output ----------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "core.logs.formatter"}},
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}
    },
    "root": {"handlers": ["stdout"], "level": env("LOG_LEVEL", default="WARNING" if TESTING else "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "httpx": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"
