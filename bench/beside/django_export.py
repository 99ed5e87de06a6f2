"""django-import-export over the claim table: its resource, its queryset, its xlsx, as its documentation has it."""

from __future__ import annotations

import time
from typing import Any

from django_begun import begin
from spending import peak

COLUMNS = ("year", "learner_name", "document_mask", "type__label", "category__label", "title", "starts_on", "ends_on",
           "requested", "granted", "review_state", "registered_name")  # fmt: skip


def resource() -> Any:
    begin("django.contrib.auth", "django.contrib.contenttypes", "import_export")
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

        class Meta:
            app_label, db_table, managed = "auth", "claim", False

    class ClaimResource(resources.ModelResource):  # type: ignore[misc]  # as above
        class Meta:
            model, fields, export_order, chunk_size = Claim, COLUMNS, COLUMNS, 2000

    query = Claim.objects.select_related("type", "category").order_by("-id")
    return lambda: ClaimResource().export(query)


def main() -> None:
    export = resource()
    before, began, cpu = peak(), time.perf_counter(), time.process_time()
    data = export()
    data.xlsx  # noqa: B018  # a property that makes the whole file
    print(len(data), time.perf_counter() - began, time.process_time() - cpu, before, peak())


if __name__ == "__main__":
    main()
