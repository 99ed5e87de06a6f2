"""The organization tree with its departments, people and accounts, a few levels at a time (R-1, GX-18)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_appbuilder import expose
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Appointment
from app.kit import clock, scope
from app.kit.views import allowed
from app.kit.views.guard import Page
from app.kit.views.pick import parse_id
from app.learners.models import ACTIVE, Learner
from app.organizations.models import DEPARTMENT, PATH_SEGMENT, Organization, under

DEPTH = 2  # levels below the one that is opened; what lies deeper is a page of its own
MOST = 500  # children shown of one organization


@dataclass
class Node:
    """An organization with the people and accounts of itself and everything below."""

    item: Organization
    people: int
    accounts: int
    children: list[Node] = field(default_factory=list)
    deeper: bool = False

    @property
    def is_department(self) -> bool:
        return self.item.kind == DEPARTMENT


def grow(session: Session, top: Organization) -> Node:
    """The tree below `top`, DEPTH levels of it; people and accounts are counted with two statements for all of it."""
    longest = len(top.path) + DEPTH * PATH_SEGMENT
    length = func.length(Organization.path)
    near = select(Organization).where(under(top.path), length <= longest).order_by(Organization.name, Organization.id)
    nodes = {o.path: Node(o, 0, 0) for o in session.scalars(near.limit(MOST)).all()}
    nodes.setdefault(top.path, Node(top, 0, 0))
    beyond = select(func.substr(Organization.path, 1, longest)).where(under(top.path), length > longest).distinct()
    for path in session.scalars(beyond):
        if path in nodes:
            nodes[path].deeper = True
    people = select(Learner.organization_id, func.count()).where(Learner.standing == ACTIVE)
    _add_up(nodes, _by_path(session, top, people.group_by(Learner.organization_id)), "people")
    _add_up(nodes, _by_path(session, top, _accounts()), "accounts")
    for path, node in nodes.items():
        if path != top.path and path[:-PATH_SEGMENT] in nodes:
            nodes[path[:-PATH_SEGMENT]].children.append(node)
    for node in nodes.values():
        node.children.sort(key=lambda one: (not one.is_department, one.item.name))
    return nodes[top.path]


def _accounts() -> Any:
    """Appointments that hold today, without substitutes."""
    day = clock.today()
    holds = (Appointment.starts_on <= day, Appointment.ends_on.is_(None) | (Appointment.ends_on >= day),
             Appointment.stands_for_id.is_(None))  # fmt: skip
    counted = select(Appointment.organization_id, func.count(Appointment.user_id.distinct())).where(*holds)
    return counted.group_by(Appointment.organization_id)


def _by_path(session: Session, top: Organization, counted: Any) -> Iterable[tuple[str, int]]:
    """(path, number) of the organizations below `top` that have any."""
    figures = {row[0]: row[1] for row in session.execute(counted)}
    paths = session.execute(select(Organization.id, Organization.path).where(under(top.path)))
    return [(row.path, figures[row.id]) for row in paths if row.id in figures]


def _add_up(nodes: dict[str, Node], figures: Iterable[tuple[str, int]], name: str) -> None:
    """Give each figure to its organization and to all that are above it."""
    totals: Counter[str] = Counter()
    for path, number in figures:
        for n in range(PATH_SEGMENT, len(path) + 1, PATH_SEGMENT):
            totals[path[:n]] += number
    for path, node in nodes.items():
        setattr(node, name, totals[path])


class TreeView(Page):
    """「组织架构」: units, departments, people and accounts at one glance."""

    route_base = "/tree"
    default_view = "index"
    subject = "organization"
    title = _l("Organization tree")

    @expose("/")
    @allowed("read")
    def index(self) -> Any:
        top = self._top()
        above = [o for o in self._chain(top) if o.id != top.id]
        context = {"node": grow(self.session, top), "above": above}
        return self.render_template("learners/tree.html", title=self.heading, **context)

    def _top(self) -> Organization:
        """The organization asked for, else the highest of the scope."""
        asked = request.args.get("at")
        query = select(Organization).order_by(Organization.path).limit(1)
        platform = scope.require().platform_id
        wanted = Organization.id == parse_id(asked) if asked else Organization.platform_id == platform
        if asked and parse_id(asked) is None:
            self.refuse("read", asked)
        found = self.session.scalars(query.where(wanted)).first()
        return found or self.refuse("read", asked)

    def _chain(self, item: Organization) -> list[Organization]:
        """The way from the top of the scope down to `item`."""
        ends = range(PATH_SEGMENT, len(item.path) + 1, PATH_SEGMENT)
        query = select(Organization).where(Organization.path.in_([item.path[:n] for n in ends]))
        return list(self.session.scalars(query.order_by(Organization.path)))
