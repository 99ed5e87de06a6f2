"""Django's admin over the claim table, unmanaged; its own tables in a schema of their own."""

from __future__ import annotations

import os
import time
from multiprocessing import get_context
from statistics import median
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django_begun import begin

PAGES = {"first page": "", "page 500": "?p=500", "one state": "?review_state__exact=draft",
         "two characters": "?q=" + quote("伟芳")}  # fmt: skip


def begun() -> Any:
    """The client of a superuser, with the admin over the table."""
    contrib = (f"django.contrib.{n}" for n in ("admin", "auth", "contenttypes", "sessions", "messages"))
    begin(
        *contrib, ALLOWED_HOSTS=["*"],
        database={"CONN_MAX_AGE": None, "OPTIONS": {"options": "-c search_path=django,public"}},
        MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware",
                    "django.contrib.auth.middleware.AuthenticationMiddleware",
                    "django.contrib.messages.middleware.MessageMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
                    "OPTIONS": {"context_processors": ["django.template.context_processors.request",
                                                       "django.contrib.auth.context_processors.auth",
                                                       "django.contrib.messages.context_processors.messages"]}}],
    )  # fmt: skip
    from django.contrib import admin
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection, models
    from django.test import Client
    from django.urls import path

    class Claim(models.Model):  # type: ignore[misc]  # Django is not in the product's environment
        learner_name = models.CharField(max_length=60)
        document_mask = models.CharField(max_length=20)
        title = models.CharField(max_length=200)
        starts_on = models.DateField()
        requested = models.DecimalField(max_digits=7, decimal_places=2)
        granted = models.DecimalField(max_digits=7, decimal_places=2, null=True)
        review_state = models.CharField(max_length=10)
        year = models.IntegerField()

        class Meta:
            app_label, db_table, managed = "auth", "claim", False

    class ClaimAdmin(admin.ModelAdmin):  # type: ignore[misc]  # as above
        list_display = ("learner_name", "document_mask", "title", "starts_on", "requested", "granted",
                        "review_state", "year")  # fmt: skip
        list_filter, search_fields = ("review_state",), ("learner_name",)
        list_per_page, ordering = 20, ("-id",)

    admin.site.register(Claim, ClaimAdmin)
    settings.ROOT_URLCONF = (path("admin/", admin.site.urls),)
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS django")
    if "auth_user" not in connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    user, _made = User.objects.get_or_create(username="bench", defaults={"is_staff": True, "is_superuser": True})
    client = Client()
    client.force_login(user)
    return client


def served(seconds: int) -> int:
    client, count, until = begun(), 0, time.monotonic() + seconds
    while time.monotonic() < until:
        assert client.get("/admin/auth/claim/").status_code == 200
        count += 1
    return count


def main() -> None:
    workers, seconds = int(os.environ["WORKERS"]), int(os.environ["SECONDS"])
    client = begun()
    print("Django admin", flush=True)
    for name, query in PAGES.items():
        took = []
        for _turn in range(8):
            began = time.perf_counter()
            assert client.get("/admin/auth/claim/" + query).status_code == 200
            took.append((time.perf_counter() - began) * 1000)
        print(f"  {name:16} {median(took[1:]):7.1f} ms", flush=True)
    with get_context("spawn").Pool(workers) as pool:
        print(f"  {sum(pool.map(served, [seconds] * workers)) / seconds:.1f} pages/s", flush=True)


if __name__ == "__main__":
    main()
