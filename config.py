"""Configuration by environment; a laptop needs none of it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent


def from_environment() -> dict[str, Any]:
    """The settings of one process; keys that are not given are made once and kept in DATA_DIR."""
    data = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
    data.mkdir(parents=True, exist_ok=True)
    return {
        "DATA_DIR": data,
        "SECRET_KEY": _key("SECRET_KEY", data),
        "PERSONAL_DATA_KEY": _key("PERSONAL_DATA_KEY", data),
        "SQLALCHEMY_DATABASE_URI": os.environ.get("DATABASE_URL") or f"sqlite:///{data / 'xueshi.db'}",
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True, "pool_size": 20, "max_overflow": 10},
        "FILES_URL": os.environ.get("FILES_URL", ""),  # file:///… or s3://bucket/prefix; without it below DATA_DIR
        "FILES_ENDPOINT": os.environ.get("FILES_ENDPOINT", ""),  # of a server that speaks S3 and is not Amazon's
        **_jobs(),
        "TRUSTED_HOSTS": os.environ.get("TRUSTED_HOSTS", "").split(",") if os.environ.get("TRUSTED_HOSTS") else None,
        "PROXIES": int(os.environ.get("PROXIES", "0")),  # in front of us, whose word about addresses we take
        "RATELIMIT_STORAGE_URI": os.environ.get("RATELIMIT_STORAGE_URI", "memory://"),
        **_mail(),
        **FIXED,
    }


def _jobs() -> dict[str, Any]:
    """Threads of this process by default; Celery's workers by name and broker alone."""
    return {
        "JOBS_EXECUTOR": os.environ.get("JOBS_EXECUTOR", "local"),
        "CELERY_BROKER_URL": os.environ.get("CELERY_BROKER_URL", ""),
        "JOBS_THREADS": int(os.environ.get("JOBS_THREADS", "2")),
        "JOBS_LEASE": float(os.environ.get("JOBS_LEASE", "60")),  # seconds until a silent worker's job is taken over
        "JOBS_TICK": float(os.environ.get("JOBS_TICK", "15")),
        "JOBS_POLL": float(os.environ.get("JOBS_POLL", "1")),
    }


def _mail() -> dict[str, Any]:
    """Notices go out by e-mail too once a server is named; links in them need the address of this site."""
    return {
        "SMTP_HOST": os.environ.get("SMTP_HOST", ""),
        "SMTP_PORT": int(os.environ.get("SMTP_PORT", "587")),
        "SMTP_TLS": os.environ.get("SMTP_TLS", "starttls"),  # starttls, ssl, or none on a trusted line
        "SMTP_USER": os.environ.get("SMTP_USER", ""),
        "SMTP_PASSWORD": os.environ.get("SMTP_PASSWORD", ""),
        "MAIL_FROM": os.environ.get("MAIL_FROM", ""),
        "SITE_URL": os.environ.get("SITE_URL", "").rstrip("/"),
    }


def _key(name: str, data: Path) -> str:
    """The key from the environment, else from a file that only this user can read."""
    if os.environ.get(name):
        return os.environ[name]
    file = data / f"{name.lower()}.key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


FIXED: dict[str, Any] = {
    "APP_NAME": "Xueshi",
    "BABEL_DEFAULT_LOCALE": "zh",
    "BABEL_DEFAULT_FOLDER": str(ROOT / "translations"),
    "LANGUAGES": {"zh": {"flag": "cn", "name": "中文"}, "en": {"flag": "gb", "name": "English"}},
    "FAB_UPDATE_PERMS": False,  # permissions are synced by `flask platform sync`, not by every start
    "FAB_CREATE_DB": False,
    "FAB_ADD_SECURITY_API": False,
    "FAB_ADD_OPENAPI_VIEWS": False,
    "FAB_ADD_MENU_API": False,
    "FAB_API_SWAGGER_UI": False,
    "FAB_SAFE_REDIRECT_HOSTS": [],
    "WTF_CSRF_TIME_LIMIT": None,
    "RATELIMIT_ENABLED": True,
    "RATELIMIT_STRATEGY": "moving-window",
    "RATELIMIT_HEADERS_ENABLED": True,  # Retry-After
    "CERTIFICATE_LOOKUPS": "30 per minute",  # of the public page, per address
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_SECURE": os.environ.get("COOKIE_SECURE", "0") == "1",
    "PERMANENT_SESSION_LIFETIME": 8 * 3600,
    "SESSION_REFRESH_EACH_REQUEST": False,  # a late answer would bring back the cookie from before: see load_user
    "MAX_CONTENT_LENGTH": 52 * 1024 * 1024,  # room for five attachments; sheets have a limit of their own
    "MAX_ATTACHMENT_SIZE": 10 * 1024 * 1024,
    "MAX_ATTACHMENTS": 5,
    "MAX_ATTACHMENT_PAGES": 20,  # of a PDF are shown as pictures; the rest is in the download
    "MAX_PICTURE_PIXELS": 60_000_000,
    "JSON_AS_ASCII": False,
}
