"""django-import-export over the claim table, tuned as its documentation has it: in bulk, look-ups cached, no diffs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import time
from pathlib import Path
from typing import Any

from django_begun import begin
from spending import cpu, peak

KEY = bytes.fromhex(os.environ["BENCH_KEY"])
HEADS = ("heading", "type", "title", "starts_on", "ends_on", "requested", "year", "certificate_no")


def models() -> dict[str, Any]:
    """The tables that an import touches, as Django would declare them."""
    from django.db import models as m

    def model(table: str, **fields: Any) -> Any:
        meta = type("Meta", (), {"app_label": "auth", "db_table": table, "managed": False})
        name = table.title().replace("_", "")
        return type(name, (m.Model,), fields | {"__module__": __name__, "Meta": meta})

    def key(to: Any) -> Any:
        return m.ForeignKey(to, m.DO_NOTHING, related_name="+")

    def text(length: int = 200, default: str = "") -> Any:
        return m.CharField(max_length=length, default=default, blank=True)

    unit = model("organization", name=text())
    learner = model("learner", platform_id=m.IntegerField(), name=text(60), title=text(40), document_hash=text(43),
                    organization=key(unit))  # fmt: skip
    kind = model("claim_type", platform_id=m.IntegerField(), label=text(60), category_id=m.IntegerField(),
                 parent=key("self"))  # fmt: skip
    claim = model(
        "claim", platform_id=m.IntegerField(), organization_id=m.IntegerField(), unit_id=m.IntegerField(),
        learner=key(learner), learner_organization_id=m.IntegerField(), learner_name=text(60), document_mask=text(20),
        document_hash=text(43), unit_name=text(100), learner_title=text(40), registered_by=text(8, "unit"),
        registered_name=text(100), registered_at=m.DateTimeField(auto_now_add=True), type=key(kind),
        category_id=m.IntegerField(), title=text(), starts_on=m.DateField(), starts_half=text(2, "am"),
        ends_on=m.DateField(), ends_half=text(2, "pm"), requested=m.IntegerField(), year=m.IntegerField(),
        year_reason=text(), content=text(2000), certificate_no=text(60), promised=m.BooleanField(default=False),
        paper_received_by=text(), review_state=text(12, "draft"), review_position=text(40, "draft"),
        review_round=m.IntegerField(default=0), version=m.IntegerField(default=1),
    )  # fmt: skip
    return {"learner": learner, "kind": kind, "claim": claim}


def resource(tables: dict[str, Any], headings: dict[str, str]) -> Any:
    """Its resource; the rules that need more than one cell are in the hooks that it has for them."""
    from django.core.exceptions import ValidationError
    from import_export import fields, resources, widgets
    from import_export.instance_loaders import CachedInstanceLoader

    learner, kind, claim = tables["learner"], tables["kind"], tables["claim"]

    class People(widgets.CachedForeignKeyWidget):  # type: ignore[misc]  # Django is not in the product's environment
        def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
            return learner.objects.select_related("organization")

    class Types(widgets.CachedForeignKeyWidget):  # type: ignore[misc]  # as above
        def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
            return kind.objects.filter(parent__label=row[headings["heading"]])

    class Hundredths(widgets.DecimalWidget):  # type: ignore[misc]  # as above
        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            return round(super().clean(value, row, **kwargs) * 100)

    class ClaimResource(resources.ModelResource):  # type: ignore[misc]  # as above
        learner = fields.Field("learner", headings["document"], People(tables["learner"], "document_hash"))
        type = fields.Field("type", headings["type"], Types(kind, "label"))
        title = fields.Field("title", headings["title"])
        starts_on = fields.Field("starts_on", headings["starts_on"], widgets.DateWidget())
        ends_on = fields.Field("ends_on", headings["ends_on"], widgets.DateWidget())
        requested = fields.Field("requested", headings["requested"], Hundredths())
        year = fields.Field("year", headings["year"], widgets.IntegerWidget())
        certificate_no = fields.Field("certificate_no", headings["certificate_no"])

        class Meta:
            model, import_id_fields = claim, ("certificate_no",)
            use_bulk, batch_size, skip_diff, report_skipped = True, 1000, True, False
            instance_loader_class = CachedInstanceLoader
            fields = ("learner", *HEADS[1:])

        def before_import(self, dataset: Any, **kwargs: Any) -> None:
            self.seen: set[tuple[Any, ...]] = set()

        def before_import_row(self, row: Any, **kwargs: Any) -> None:
            row["number"] = row[headings["document"]]
            row[headings["document"]] = hashed(row["number"])
            found = tuple(row[headings[name]] for name in ("document", "type", "title", "starts_on", "ends_on"))
            if found in self.seen:
                raise ValidationError("duplicate")
            self.seen.add(found)

        def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            super().import_instance(instance, row, **kwargs)
            who = instance.learner
            if who.name != row[headings["name"]] or instance.ends_on < instance.starts_on or instance.requested <= 0:
                raise ValidationError("refused")
            snapshot(instance, who, row["number"])

    return ClaimResource()


def snapshot(claim: Any, who: Any, number: str) -> None:
    unit = who.organization
    claim.platform_id, claim.organization_id, claim.unit_id = who.platform_id, unit.id, unit.id
    claim.learner_organization_id, claim.learner_name, claim.learner_title = who.organization_id, who.name, who.title
    claim.document_mask, claim.document_hash = f"{number[:6]}********{number[-4:]}", who.document_hash
    claim.unit_name = claim.registered_name = unit.name
    claim.category_id = claim.type.category_id


def hashed(number: str) -> str:
    digest = hmac.digest(KEY, number.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def spent() -> float:
    from django.db import connection

    def ask(query: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    return cpu(ask)


def main() -> None:
    begin("django.contrib.auth", "django.contrib.contenttypes", "import_export")
    tables = models()
    names = ("document", "name", *HEADS)
    from import_export.formats.base_formats import XLSX

    before, used, began = peak(), spent(), time.perf_counter()
    data = XLSX().create_dataset(Path(os.environ["BENCH_BOOK"]).read_bytes())
    made = resource(tables, dict(zip(names, data.headers, strict=True)))
    found = made.import_data(data, raise_errors=True, use_transactions=True)
    took = time.perf_counter() - began
    print(found.totals["new"], took, spent() - used, before, peak())


if __name__ == "__main__":
    main()
