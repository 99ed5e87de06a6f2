"""Screens of what a platform counts: categories, rules by year with a worked example, closing of years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_appbuilder import expose
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.extensions import db
from app.hours import closing, operations, rules
from app.hours.forms import BLANK_RULES, EditorForm, data_of, editor, mistakes
from app.hours.kinds import KINDS, types_of, words
from app.hours.models import ClosedYear, HourCategory, HourRule, RuleSet
from app.hours.rulebook import Rule, Rules
from app.hours.standing import Standing, through
from app.kit import clock, scope
from app.kit.errors import RuleError
from app.kit.review import Outcome
from app.kit.views import Rows, ScopedView, VerbForm, allowed, once, verb


class CategoryView(ScopedView):
    """「学分类别」: the categories of a platform, e.g. compulsory and elective (R-6)."""

    datamodel = Rows(HourCategory)
    subject = "setting"
    reading = "write"
    title, noun = _l("Categories"), _l("category")
    list_columns = ["seq", "label", "label_en", "code"]
    main_column = "label"
    base_order = ("seq", "asc")
    labels = {
        "seq": _l("Order"),
        "label": _l("Name"),
        "label_en": _l("Name in English"),
        "code": _l("Code"),
    }
    hints = {"code": _l("What spreadsheets and interfaces call it; it stays.")}
    filters = ("label", "code")
    fieldsets = [(_l("Category"), ["label", "label_en", "code", "seq"])]
    edit_fieldsets = [(_l("Category"), ["label", "label_en", "seq"])]
    creates, changes, removes = operations.add_category, operations.revise_category, operations.remove_categories
    exports = False
    empty = _l("No category yet. Create the first one with New.")


class RulesView(ScopedView):
    """「学分规则」: every version of the rules; a new one is tried on an example before it is saved (R-6, R-9)."""

    datamodel = Rows(RuleSet, "rules.category")
    subject = "setting"
    reading = "write"
    title, noun = _l("Rules by year"), _l("version of the rules")
    list_columns = ["from_year", "id", "note", "made_at", "made_by"]
    main_column = "id"
    base_order = ("from_year", "desc")
    labels = {
        "from_year": _l("From the year"),
        "id": _l("Version"),
        "note": _l("Why"),
        "made_at": _l("Made on"),
        "made_by": _l("By"),
    }
    formats = {"id": "#{}".format}
    filters = ("from_year",)
    show_template = "hours/rules.html"
    show_fieldsets = [(_l("Version"), ["id", "from_year", "note", "made_at", "made_by"])]
    creates = rules.add
    exports = False
    empty = _l("No rules yet: nothing is required and everything counts.")

    kinds = KINDS

    def words(self, rule: HourRule) -> str:
        return words(rules.plain(rule), rule.category, dict(types_of(self.session)))

    @expose("/add", methods=["GET", "POST"])
    @allowed("write")
    def add(self) -> Any:
        """The rules in force, to be changed; without a script "Compute" shows the example."""
        categories = self._categories()
        if request.method == "GET":
            form = self._editor(categories, None, data_of(self._now(), clock.today().year, categories))
            return self._page(form, categories), 200
        form = self._editor(categories, request.form)
        wrong = mistakes(form)
        if "example" in request.form or wrong:
            return self._page(form, categories, wrong), 422 if wrong else 200
        return self._save(form, categories)

    def _now(self) -> Sequence[Rule]:
        return rules.load(self.session, scope.require().platform_id or 0).of(clock.today().year).rules

    def _editor(self, categories: Sequence[HourCategory], posted: Any, data: Any = None) -> EditorForm:
        """With the types that are known, and those that the rules in force name for whatever reason."""
        known = dict(types_of(self.session))
        said = {rule.source: rule.source for rule in self._now() if rule.source and rule.source not in known}
        return editor(categories, [*known.items(), *said.items()], posted, data)

    def _save(self, form: EditorForm, categories: Sequence[HourCategory]) -> Any:
        known = once.saved_as(self.session)
        if known is not None:
            return self._saved(known)
        try:
            actor, year = scope.actor(), form.from_year.data or 0
            made = closing.save_rules(self.session, actor, year, form.wanted(), form.note.data or "")
            once.keep(self.session, made.id)
            key = made.id
            self.session.commit()
        except RuleError as error:
            self.session.rollback()
            return self._page(form, self._categories(), self._said(form, error)), 422
        return self._saved(key)

    @staticmethod
    def _said(form: EditorForm, error: RuleError) -> Any:
        row = form.row_of(error.field)
        if row is not None:
            row.kind.errors = [*row.kind.errors, error.message]
        elif error.field == "from_year":
            form.from_year.errors = [*form.from_year.errors, error.message]
        return error.message

    @expose("/example", methods=["POST"])
    @allowed("write")
    def example(self) -> Any:
        """What the typed rules make of the typed example, as a piece of the page; nothing is kept."""
        categories = self._categories()
        form = self._editor(categories, request.form)
        return self.render_template("hours/example.html", **self._example(form, categories))

    def _page(self, form: EditorForm, categories: Sequence[HourCategory], problem: Any = "") -> Any:
        context = self._example(form, categories)
        if "example" in request.form:  # room for more, without a script
            for _n in range(BLANK_RULES):
                form.rules.append_entry()
        context |= {"form": form, "problem": problem, "once": once.token(), "crumbs": self._crumbs()}
        kinds = {code: kind.fields for code, kind in KINDS.items()}
        says = {code: kind.says for code, kind in KINDS.items()}
        return self.render_template("hours/editor.html", title=self.add_title, kinds=kinds, says=says, **context)

    def _example(self, form: EditorForm, categories: Sequence[HourCategory]) -> dict[str, Any]:
        """The standing of the example, or what is wrong with the rules."""
        found, problem = _judged(form)
        return {"found": found, "wrong": problem, "categories": {one.id: one for one in categories},
                "reasons": operations.REASONS, "exempt": operations.EXEMPT}  # fmt: skip

    def _categories(self) -> Sequence[HourCategory]:
        return self.session.scalars(select(HourCategory).order_by(HourCategory.seq, HourCategory.id)).all()


def _judged(form: EditorForm) -> tuple[Standing | None, Any]:
    wrong = mistakes(form) if request.method == "POST" else ""
    if wrong:
        return None, wrong
    wanted = form.wanted()
    try:
        rules.check(wanted)
    except RuleError as error:
        return None, error.message
    version = Rules(tuple(wanted))
    return through(form.example(), lambda _year: version, form.who(), form.judged), ""


class ClosedYearView(ScopedView):
    """「年度关闭」: years after which hours change only with permission and reason (R-10)."""

    datamodel = Rows(ClosedYear, "rule_set")
    subject = "setting"
    reading = "write"
    title, noun = _l("Closing of years"), _l("closing of a year")
    list_columns = ["year", "state", "rule_set", "closed_at", "closed_by", "reopened_at", "reopened_by", "reason"]
    main_column = "year"
    base_order = ("year", "desc")
    choices = {"state": [("closed", _l("Closed")), ("reopened", _l("Reopened"))]}
    tones = {"state": {"closed": "success"}}
    state_column = "state"
    state_tabs = False
    labels = {
        "year": _l("Year"),
        "state": _l("State"),
        "rule_set": _l("Judged by the rules"),
        "closed_at": _l("Closed on"),
        "closed_by": _l("Closed by"),
        "reopened_at": _l("Reopened on"),
        "reopened_by": _l("Reopened by"),
        "reason": _l("Reason"),
    }
    hints = {
        "year": _l("Afterwards hours of this year change only with a permission and a reason, its rules not at all.")
    }
    filters = ("year",)
    fieldsets = [(_l("Close a year"), ["year"])]
    show_fieldsets = [(_l("Closing of years"), list(labels))]
    creates = closing.close_year
    exports = False
    empty = _l("No year has been closed. Close one with New when its hours are complete.")

    @verb(_l("Open the year again"), states=("closed",), icon="history", opinion="required",
          confirm=_l("Hours of %(n)s years can then be changed again."))  # fmt: skip
    def reopen(self, ids: list[int], form: VerbForm) -> Outcome:
        return closing.reopen(db.session(), ids, scope.actor(), form.opinion)


VIEWS = (CategoryView, RulesView, ClosedYearView)
