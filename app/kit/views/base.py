"""The base of every list: declare columns, rules and verbs; routes, transactions and messages are the base's.

Built on FAB's BaseView (routing, permissions, menu) and not on its ModelView: that one's actions ignore
filters, its filters leak between threads, its forms lose what was typed (playbook, parts 3 and 4). Without it
those doors do not exist, instead of being closed one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import flash, jsonify, redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from app.kit import audit, hours, personal, scope
from app.kit.contention import sentence_for
from app.kit.errors import NotFound, RuleError, Stale
from app.kit.views import once
from app.kit.views.answering import onwards, refused
from app.kit.views.choosing import ChoosingView, chosen
from app.kit.views.columns import Rows
from app.kit.views.fields import Form
from app.kit.views.guard import Page, allowed
from app.kit.views.listing import MAX_SIZE, ORDER, SIZE, Listing
from app.kit.views.outgoing import Outgoing, Reader, described
from app.kit.views.pick import parse_id
from app.kit.views.verbs import Verb, VerbForm, report, verb
from app.kit.views.widgets import FormPage, ListPage, ShowPage

__all__ = ["Page", "Rows", "ScopedView", "Verb", "VerbForm", "allowed", "verb"]

OPINION_MAX = 300


class ScopedView(ChoosingView):
    """List, detail page, forms and verbs of one model. A subclass declares: no query, no `if`."""

    list_template = "appbuilder/general/model/list.html"
    show_template = "appbuilder/general/model/show.html"
    form_template = "appbuilder/general/model/form.html"

    # ---- reading --------------------------------------------------------------------------------

    @expose("/list/")
    @allowed("read")
    def list(self) -> Any:
        page = ListPage(self, Listing(self, request.args))
        return self.render_template(self.list_template, title=self.heading, page=page)

    @expose("/show/<pk>")
    @allowed("read")
    def show(self, pk: str) -> Any:
        item = self.find(pk, "read")
        page = ShowPage(self, item, [self._related(view, item) for view in self._related_views if view.may("read")])
        return self.render_template(self.show_template, title=page.heading, page=page, crumbs=self._crumbs())

    def _crumbs(self) -> Any:
        return [(self.heading, url_for(f"{self.endpoint}.list"))]

    def _related(self, view: Any, item: Any) -> ListPage:
        """The rows of `view` that belong to `item`, under that view's own side and permission."""
        belongs = view.foreign_key(view.relation_to(self)) == self.key_of(item)
        return ListPage(view, Listing(view, request.args, prefix=f"{view.endpoint}.", extra=[belongs]))

    @expose("/options/<field>")
    @allowed("read")
    def options(self, field: str) -> Any:
        """The rows that a select offers for what was typed: scoped, at least one character, at most 20."""
        asked = field in self.filters or field in self.form_columns
        if not (asked and self.is_relation(field)):
            self.refuse("read", field)
        text = request.args.get("q", "").strip()
        rows = self.picker(field).search(text) if text else []
        return jsonify([{"id": key, "text": label} for key, label in rows])

    @expose("/search", methods=["POST"])
    @allowed("read")
    def search(self) -> Response:
        """Turn typed personal numbers into their keyed hash: only that goes into the address (R-7)."""
        known = [name for f in self.filter_fields for name in f.names] + [
            SIZE,
            ORDER,
            self.state_column or "",
        ]
        args = {name: request.form[name] for name in known if request.form.get(name)}
        for column, normalise in self.hashed_filters.items():
            typed = args.pop(column, "")
            kept = request.form.get(f"{column}.kept", "")
            args[column] = personal.keyed_hash(normalise(typed)) if typed else kept
        query = urlencode({name: value for name, value in args.items() if value})
        return redirect(f"{url_for(f'{self.endpoint}.list')}?{query}", code=303)

    # ---- forms ----------------------------------------------------------------------------------

    @expose("/add", methods=["GET", "POST"])
    @allowed("write")
    def add(self) -> Any:
        page = FormPage(self, self._form(), self.fieldsets)
        posted = request.method == "POST"
        key = once.saved_as(self.session) if posted else None
        if posted and key is None and page.validate():
            key = self._attempt(page, lambda: self._add(page)) or once.saved_as(self.session)
        return self._form_response(page, self.add_title) if key is None else self._saved(key)

    def _add(self, page: FormPage) -> Any:
        item = self.keep_files(self._create(page.form.data), page.uploads)
        if self.finishes:
            self.finishes(self.session, scope.actor(), item)
        return item

    def _create(self, values: dict[str, Any]) -> Any:
        item = self.creates(self.session, scope.actor(), values)
        self.session.flush()
        once.keep(self.session, self.key_of(item))
        return item

    @expose("/edit/<pk>", methods=["GET", "POST"])
    @allowed("write")
    def edit(self, pk: str) -> Any:
        posted = request.method == "POST"
        item = self.find(pk, "write", lock=posted)
        self._require_editable(item, "write")
        page = FormPage(self, self._form(item), self.edit_fieldsets, item)
        if posted and page.validate():
            change: Any = self.changes
            key = self._attempt(page, lambda: self._change(change, item, page.form.data, page.uploads))
            if key is not None:
                return self._saved(key)
        return self._form_response(page, self.edit_title)

    def _change(self, change: Callable[..., Any], item: Any, values: dict[str, Any], uploads: Any = ()) -> Any:
        """Refuse to write over somebody else's change: the form carries the version that it showed."""
        if str(getattr(item, "version", "")) != request.form.get("_version", ""):
            raise Stale(_("Somebody else has changed this meanwhile. Open it again and repeat your change."))
        return self.keep_files(change(self.session, scope.actor(), item, values) or item, uploads)

    @expose("/delete/<pk>", methods=["POST"])
    @allowed("write")
    def delete(self, pk: str) -> Any:
        item = self.find(pk, "delete", lock=True)
        self._require_editable(item, "delete")
        remove: Any = self.removes
        gone = self._run(lambda: remove(self.session, scope.actor(), [item]), "delete")
        if gone is not _FAILED:
            flash(_("Deleted."), "success")
        listed = url_for(f"{self.endpoint}.list")
        onwards = self.back_address()
        return redirect(onwards if gone is _FAILED or "/show/" not in onwards else listed, code=303)

    def _form(self, item: Any = None) -> Form:
        """Only the body of a POST fills it: arguments in the address never do (cases 6, 7)."""
        form = self.add_form if item is None else self.edit_form
        return form(formdata=request.form if request.method == "POST" else None, obj=item)

    def _form_response(self, page: FormPage, title: str) -> Any:
        status = 422 if request.method == "POST" else 200
        return self.render_template(self.form_template, title=title, page=page, crumbs=self._crumbs()), status

    def _saved(self, key: Any) -> Any:
        flash(_("Saved."), "success")
        return onwards(url_for(f"{self.endpoint}.show", pk=key))

    def _require_editable(self, item: Any, verb: str) -> None:
        """Offered or not: a row whose state forbids it is not edited and not deleted."""
        if self.is_editable(item):
            return
        audit.refused(self.session, f"{self.class_permission_name}:{verb}", self.key_of(item))
        raise Stale(_("In its present state this can't be edited or deleted."))

    # ---- transactions ---------------------------------------------------------------------------

    def _attempt(self, page: FormPage, work: Callable[[], Any]) -> Any:
        """Run `work` and commit once; the key of what it returns, or None and the form says what is wrong."""
        try:
            item = work()
            self.session.flush()
            key = self.key_of(item)
            self.session.commit()
        except NotFound:
            self.refuse("write")
        except RuleError as error:
            self.session.rollback()
            page.say(error)
        except DBAPIError as error:
            self.session.rollback()
            page.problem = sentence_for(error, _ALREADY)
        else:
            return key
        return None

    def _run(self, work: Callable[[], Any], name: str) -> Any:
        """Run `work` and commit once; on a refusal say why and change nothing."""
        try:
            return self._done(work, name)
        except RuleError as error:
            flash(error.message, "danger")
        return _FAILED

    def _done(self, work: Callable[[], Any], name: str) -> Any:
        """Run `work` and commit once; a RuleError says what refused it, and nothing is changed."""
        try:
            result = work()
            self.session.commit()
        except NotFound:
            self.refuse(name)
        except RuleError:
            self.session.rollback()
            raise
        except DBAPIError as error:
            self.session.rollback()
            why = sentence_for(error, _IN_USE)
            raise RuleError(why) from None
        return result

    # ---- verbs ----------------------------------------------------------------------------------

    @expose("/do/<name>", methods=["POST"])
    def do(self, name: str) -> Any:
        """Run a verb over the posted rows: all of them are ours, or none is touched (cases 1-5)."""
        wanted = self.verbs.get(name)
        if wanted is None or not self.may_do(wanted):
            return self.turn_away(wanted.permission if wanted else name)
        seen = self._posted_rows(name)
        try:
            form = _verb_form(wanted, seen)
            outcome = self._done(lambda: wanted.run(self, [*seen], form), name)
        except RuleError as error:
            return refused(error, self.back_address())
        report(outcome)
        return onwards(self.back_address())

    def _posted_rows(self, name: str) -> dict[int, int | None]:
        """The posted ids, each once, with the versions seen; a foreign or unknown one refuses them all."""
        posted = dict.fromkeys(request.form.getlist("rowid"))
        if not 0 < len(posted) <= MAX_SIZE:
            raise RuleError(_("Tick between 1 and %(n)s rows.", n=MAX_SIZE))
        rows: dict[int, int | None] = {}
        for text in posted:
            key, _dot, version = text.partition(".")
            number = parse_id(key)
            if number is None:
                self.refuse(name, text)
            rows[number] = parse_id(version)
        mine = self.session.scalars(self.visible().with_only_columns(self.pk).where(self.pk.in_(rows))).all()
        if len(mine) != len(rows):
            self.refuse(name, min(rows.keys() - set(mine)))
        return rows

    # ---- exports --------------------------------------------------------------------------------

    @expose("/export", methods=["POST"])
    @allowed("export")
    def export(self) -> Any:
        """Hand the list as it is filtered to the exporter: this POST's address carries its arguments."""
        args = request.args.to_dict()
        work = self.exporter or _enqueue_export
        address = self._run(lambda: work(self, args), "export")
        if address is _FAILED:
            address = f"{url_for(f'{self.endpoint}.list')}?{urlencode(args)}"
        return redirect(address, code=303)

    def export_columns(self, chosen: Collection[str] = ()) -> Sequence[Outgoing]:
        """The columns of an export: what rows belong to first, and without those of the list that were not chosen."""
        owner = [self.belongs_to] if self.belongs_to else []
        shown = {*owner, *self.list_columns}
        left_out = shown - set(chosen) if shown & set(chosen) else set()
        names = dict.fromkeys([*owner, *(self.exported or self.list_columns)])
        return [described(self, name) for name in names if name not in left_out]

    def export_select(self, args: Any) -> Select[Any]:
        """The rows that a list with these query arguments shows, in its order; also outside a request."""
        return self.eager(Listing(self, args).statement())

    def export_reader(self, names: Sequence[str]) -> Reader:
        return Reader(self, names)


def _verb_form(wanted: Verb, seen: dict[int, int | None]) -> VerbForm:
    """What was posted with a verb, as far as the verb asks for it."""
    opinion = request.form.get("opinion", "").strip()
    if (wanted.opinion == "required" and not opinion) or len(opinion) > OPINION_MAX or "\0" in opinion:
        raise RuleError(_("Write an opinion of at most %(n)s characters.", n=OPINION_MAX), field="opinion")
    granted = request.form.get("granted", "") if wanted.grants else ""
    return VerbForm(
        seen={key: version for key, version in seen.items() if version is not None},
        opinion=opinion,
        values=request.values,
        granted=dict.fromkeys(seen, hours.typed(granted, "granted")) if granted else None,
        chosen=chosen(wanted.chooses, request.form.get("chosen", "")),
    )


_FAILED = object()
_ALREADY = _l("This exists already: a value that must be unique is used by another record.")
_IN_USE = _l("Other records still refer to this, or it exists already. Nothing was changed.")


def _enqueue_export(view: ScopedView, args: dict[str, str]) -> str:
    """Queue the export and return the address of its page."""
    from app.kit.sheets import exporting  # the pages of sheets are built on this module

    job = exporting.enqueue(type(view).__name__, args, request.form.getlist("column"))
    view.session.flush()
    return url_for("ExportView.show", job_id=job.id)
