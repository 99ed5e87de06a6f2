"""django-import-export over the claim table: its resource, its queryset, its xlsx, as its documentation has it."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings

PARTS = urlsplit(os.environ["BENCH_DATABASE"].replace("postgresql+psycopg", "postgresql"))
COLUMNS = ("year", "learner_name", "document_mask", "type__label", "category__label", "title", "starts_on", "ends_on",
           "requested", "granted", "review_state", "registered_name")  # fmt: skip


def resource() -> Any:
    settings.configure(
        SECRET_KEY="x" * 32, USE_TZ=False,
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "import_export"],
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": PARTS.path[1:],
                               "USER": PARTS.username, "PASSWORD": PARTS.password or "", "HOST": PARTS.hostname,
                               "PORT": PARTS.port}},
    )  # fmt: skip
    django.setup()
    from django.db import models
    from import_export import resources

    def labelled(table: str) -> Any:
        meta = type("Meta", (), {"app_label": "auth", "db_table": table, "managed": False})
        fields = {"label": models.CharField(max_length=60), "__module__": __name__, "Meta": meta}
        return type(table.title().replace("_", ""), (models.Model,), fields)

    class Claim(models.Model):  # type: ignore[misc]  # Django is not in the product's environment
        year = models.IntegerField()
        learner_name = models.CharField(max_length=60)
        document_mask = models.CharField(max_length=20)
        type = models.ForeignKey(labelled("claim_type"), models.DO_NOTHING)
        category = models.ForeignKey(labelled("hour_category"), models.DO_NOTHING)
        title = models.CharField(max_length=200)
        starts_on = models.DateField()
        ends_on = models.DateField()
        requested = models.DecimalField(max_digits=7, decimal_places=2)
        granted = models.DecimalField(max_digits=7, decimal_places=2, null=True)
        review_state = models.CharField(max_length=10)
        registered_name = models.CharField(max_length=60)
        submitted_at = models.DateTimeField(null=True)

        class Meta:
            app_label, db_table, managed = "auth", "claim", False

    class ClaimResource(resources.ModelResource):  # type: ignore[misc]  # as above
        class Meta:
            model, fields, export_order, chunk_size = Claim, COLUMNS, COLUMNS, 2000

    query = Claim.objects.filter(submitted_at__isnull=False).select_related("type", "category").order_by("-id")
    return lambda: ClaimResource().export(query)


def peak() -> int:
    return int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))[0]) // 1024


def main() -> None:
    export = resource()
    before, began, cpu = peak(), time.perf_counter(), time.process_time()
    data = export()
    data.xlsx  # noqa: B018  # a property that makes the whole file
    print(len(data), time.perf_counter() - began, time.process_time() - cpu, before, peak())


if __name__ == "__main__":
    main()
