"""The results that come with the declaration of a class, beside it: for who declares it and for who decides (FJ-6)."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask_appbuilder import expose
from flask_babel import lazy_gettext as _l

from app.classes import reporting
from app.classes.models import RESULT_TONES, RESULTS, DeclaredResult
from app.extensions import db
from app.kit import scope
from app.kit.review import Outcome
from app.kit.review.views import ReviewView
from app.kit.views import Rows, ScopedView, VerbForm, allowed, verb
from app.kit.views.listing import Listing
from app.kit.views.widgets import ListPage
from app.organizations.words import worded


class DeclaredResultView(ScopedView):
    """「同步上报」: results of a class, kept with it until it is approved."""

    datamodel = Rows(DeclaredResult, "training_class")
    subject = "enrollment"
    in_menu = False
    title, noun = _l("Results that come with it"), _l("result")
    list_columns = ["learner_name", "document_mask", "unit_name", "result", "earned"]
    main_column, belongs_to = "learner_name", "training_class"
    labels = {
        "learner_name": _l("Full name"),
        "document_mask": _l("ID number"),
        "unit_name": _l("Unit name"),
        "result": _l("Result"),
        "earned": worded(_l("%(hours)s")),
        "training_class": _l("Training project"),
    }
    choices = {"result": RESULTS}
    tones = {"result": RESULT_TONES}
    filters = ("learner_name", "unit_name", "result")
    exports = False
    show_fieldsets = [(_l("Result"), list(labels))]
    empty = _l("No results have been reported with it: they are reported after its approval.")

    @verb(_l("Remove"), icon="x", tone="danger", confirm=_l("The results of %(n)s people are taken off the class."),
          offered=lambda item: reporting.is_open(item, scope.actor()))  # fmt: skip
    def remove(self, ids: list[int], form: VerbForm) -> Outcome:
        return reporting.remove(db.session(), ids, scope.actor())


class ReportingView(ReviewView):
    """A list of classes whose rows lead to the results that come with them, where the policy of the year allows any."""

    show_template = "classes/show.html"
    findings = reporting.told

    def page_links(self, item: Any) -> list[tuple[Any, str]]:
        links = super().page_links(item)
        if item.results_declared:
            links.append((_l("Results with it"), url_for(f"{self.endpoint}.declared", pk=item.id)))
        return links

    @expose("/<pk>/declared")
    @allowed("read")
    def declared(self, pk: str) -> Any:
        item = self.find(pk, "read")
        if not item.results_declared:
            self.refuse("read", pk)
        view = self.registered(DeclaredResultView)
        page = ListPage(view, Listing(view, request.args, extra=[DeclaredResult.class_id == item.id]))
        may_import = reporting.is_open(item, scope.actor()) and view.may("import")
        context = {"item": item, "page": page, "counts": {}, "may_import": may_import, "view": self}
        return self.render_template("classes/declared.html", title=item.title, **context)


VIEWS = (DeclaredResultView,)
