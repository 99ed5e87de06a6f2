"""Django on the database that `BENCH_DATABASE` names, for the scripts that measure what is built on it."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings


def begin(*apps: str, database: dict[str, Any] | None = None, **more: Any) -> None:
    """Set it up with these applications; `database` and `more` are settings beside the usual ones."""
    parts = urlsplit(os.environ["BENCH_DATABASE"].replace("postgresql+psycopg", "postgresql"))
    connection = {"ENGINE": "django.db.backends.postgresql", "NAME": parts.path[1:], "USER": parts.username,
                  "PASSWORD": parts.password or "", "HOST": parts.hostname, "PORT": parts.port}  # fmt: skip
    settings.configure(
        SECRET_KEY="x" * 32,
        USE_TZ=False,
        INSTALLED_APPS=apps,
        DATABASES={"default": connection | (database or {})},
        **more,
    )
    django.setup()
