"""The screens of a reviewed kind: what is due, common phrases, 「all that match」 and the page of a large batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import current_app, flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from itsdangerous import BadData, URLSafeTimedSerializer
from markupsafe import Markup
from sqlalchemy import Select, func
from werkzeug.wrappers import Response

from app.kit import clock, scope
from app.kit.review import batches
from app.kit.review.acting import Outcome
from app.kit.review.reading import open_at, timeline
from app.kit.sheets import listing as tasks
from app.kit.sheets.pages import JobPages
from app.kit.views import ScopedView, Verb, allowed, look
from app.kit.views.base import OPINION_MAX
from app.kit.views.listing import ORDER, PAGE, SIZE, Listing
from app.kit.views.verbs import report

CONFIRM_WITHIN = 3600  # seconds that a confirmation page stays good


def due_cell(moment: datetime | None) -> Any:
    """The last day of a step, and whether that has passed."""
    if moment is None:
        return look.BLANK
    day = look.day(clock.local(moment).date())
    late = moment < clock.now()
    return Markup("{}<br>{}").format(day, look.badge(_("Overdue"), "danger")) if late else day


def unfolding(shown: Any, record: Mapping[str, Any] | None) -> Any:
    """A cell that opens the whole review of its row below what it shows (GX-8); `review.timelines` reads them."""
    if not record:
        return shown
    events = current_app.jinja_env.get_template("appbuilder/general/lib.html").module.timeline(record["events"])  # type: ignore[attr-defined]  # a macro
    head = Markup('<summary>{}<span class="visually-hidden">{}</span></summary>').format(shown, _("Review progress"))
    return Markup('<details class="unfold">{}{}</details>').format(head, events)


@dataclass
class Selection:
    """What a list shows at a moment, frozen: its filter, the moment, how many items that were and their sums."""

    view: ReviewView
    verb: Verb
    args: dict[str, str]
    at: datetime
    confirmed: int | None = None

    @cached_property
    def statement(self) -> Select[Any]:
        """Items under the filter whose step waited for the actor at the moment; later ones are not among them."""
        view, permission = self.view, self.verb.permission
        listed = Listing(view, self.args)
        then = open_at(view.model, scope.actor(), permission, self.at)
        return view.visible().where(*listed.criteria(with_state=False), then)

    @cached_property
    def figures(self) -> dict[str, Any]:
        """How many items, and the sum of each of the view's totals."""
        columns = [func.sum(getattr(self.view.model, name)).label(name) for name in self.view.totals]
        query = self.statement.with_only_columns(func.count().label("count"), *columns, maintain_column_froms=True)
        return dict(self.view.session.execute(query).one()._mapping)

    @property
    def count(self) -> int:
        return int(self.figures["count"])

    @property
    def sums(self) -> list[tuple[Any, Any]]:
        return [(self.view.label(name), self.figures[name] or 0) for name in self.view.totals]

    def ids(self) -> list[int]:
        query = self.statement.with_only_columns(self.view.pk, maintain_column_froms=True)
        return list(self.view.session.scalars(query.order_by(self.view.pk)))

    @property
    def address(self) -> str:
        """The list that it was made from."""
        return f"{url_for(f'{self.view.endpoint}.list')}?{urlencode(self.args)}"

    def sealed(self) -> str:
        """The selection as the form carries it back: signed, and bound to view, verb and identity."""
        facts = {"args": self.args, "at": self.at.isoformat(), "count": self.count}
        return str(_serializer(self.view, self.verb).dumps(facts))


def _serializer(view: ReviewView, verb: Verb) -> URLSafeTimedSerializer:
    salt = f"selection {type(view).__name__} {verb.name} {scope.actor().identity}"
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=salt)


def unsealed(view: ReviewView, verb: Verb, text: str) -> Selection | None:
    """The selection that a confirmation page carried; None when it is too old, foreign or made up."""
    try:
        facts = _serializer(view, verb).loads(text, max_age=CONFIRM_WITHIN)
    except BadData:
        return None
    return Selection(view, verb, facts["args"], datetime.fromisoformat(facts["at"]), facts["count"])


class ReviewView(ScopedView):
    """A list of a reviewed kind; a reviewer's names the step that it decides and what a selection adds up."""

    state_column = "review_position"
    timeline = timeline
    formats = {"review_due_at": due_cell}
    deciding = ""  # the permission of the step for which items come to this list

    def matching_verbs(self, args: Mapping[str, str]) -> list[Verb]:
        """The verbs for all that match: only where the list shows what waits at the step."""
        here = self.deciding and args.get(self.state_column or "") == self.deciding
        return [v for v in self.permitted_verbs() if v.decision] if here else []

    @expose("/matching/<name>")
    @allowed("read")
    def matching(self, name: str) -> Any:
        """Say what 「all that match」 are, before anything is decided."""
        wanted = self._wanted(name)
        args = {k: v for k, v in request.args.items() if k not in (PAGE, SIZE, ORDER)}
        frozen = Selection(self, wanted, args, clock.now())
        crumbs = [(self.heading, frozen.address)]
        return self.render_template(
            "review/matching.html", title=wanted.label, frozen=frozen, page=self, crumbs=crumbs,
            longest=OPINION_MAX, at_once=batches.AT_ONCE,
        )  # fmt: skip

    @expose("/decide/<name>", methods=["POST"])
    @allowed("read")
    def decide(self, name: str) -> Any:
        """Decide the confirmed selection: at once, or in the background when it is large."""
        wanted = self._wanted(name)
        frozen = unsealed(self, wanted, request.form.get("selection", ""))
        ids = frozen.ids() if frozen else []
        if frozen is None or len(ids) > (frozen.confirmed or 0):
            flash(_("The selection is no longer the one that was confirmed. Please look at it again."), "danger")
            return redirect(frozen.address if frozen else url_for(f"{self.endpoint}.list"), code=303)
        opinion = request.form.get("opinion", "").replace("\0", "")[:OPINION_MAX]
        outcome = self._run(lambda: self._decide(wanted, ids, frozen.at, opinion), name)
        if isinstance(outcome, int):
            return redirect(url_for("BatchView.show", job_id=outcome), code=303)
        if isinstance(outcome, Outcome):
            report(outcome)
        return redirect(frozen.address, code=303)

    def _decide(self, wanted: Verb, ids: list[int], at: datetime, opinion: str) -> Outcome | int:
        """What was done, or the number of the job that does it."""
        what = batches.Confirmed(wanted.decision, self.model, ids, at, opinion)
        if len(ids) > batches.AT_ONCE:
            return batches.enqueue(self.session, what, f"{self.title}: {wanted.label}").id
        return batches.decide(self.session, what) if ids else Outcome()

    def _wanted(self, name: str) -> Verb:
        wanted = self.verbs.get(name)
        if wanted is None or not wanted.decision or not self.may(wanted.permission):
            self.refuse(name)
        return wanted


class BatchView(JobPages):
    """What became of a selection that was too large to be decided at once."""

    route_base = "/batches"
    kind = "review"
    title = _l("Decisions in the background")

    def may(self, permission: str) -> bool:
        """Every identity may see its own; the scope hides those of others."""
        return scope.current() is not None

    @expose("/")
    @allowed("read")
    def index(self) -> Any:
        return self.listed("sheets/tasks.html")

    @expose("/<job_id>")
    @allowed("read")
    def show(self, job_id: str) -> Any:
        page = tasks.Task(self.find(job_id, "read"))
        return self.render_template("review/batch.html", title=page.job.title, page=page)

    @expose("/<job_id>/cancel", methods=["POST"])
    @allowed("read")
    def cancel(self, job_id: str) -> Response:
        return self.stop(job_id)


VIEWS: tuple[type, ...] = (BatchView,)
