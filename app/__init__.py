"""The application factory: configuration, extensions, capabilities, hooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from app import audit_words, cli, navigation
from app import verification as verification
from app.accounts import identities, rights
from app.accounts.security import Security
from app.accounts.unit_views import VIEWS as ACCOUNT_UNIT_VIEWS
from app.accounts.views import VIEWS as ACCOUNT_VIEWS
from app.announcements import telling as announcing
from app.announcements.views import VIEWS as ANNOUNCEMENT_VIEWS
from app.certificates import belonging as certificate_belonging  # noqa: F401  # registers what a merge moves
from app.certificates import ground as certificate_ground  # noqa: F401  # hears of hours that change
from app.certificates.views import VIEWS as CERTIFICATE_VIEWS
from app.claims import belonging as claim_belonging  # noqa: F401  # registers what a merge moves
from app.claims.own_pages import VIEWS as OWN_CLAIM_PAGES
from app.claims.own_views import VIEWS as OWN_CLAIM_VIEWS
from app.claims.recording import SHEET as RECORDED_CLAIMS
from app.claims.recording_views import VIEWS as RECORDED_CLAIM_VIEWS
from app.claims.review_views import VIEWS as CLAIM_REVIEW_VIEWS
from app.claims.sheets import SHEET as CLAIMS
from app.claims.standard_views import VIEWS as CLAIM_STANDARD_VIEWS
from app.claims.unit_views import VIEWS as CLAIM_UNIT_VIEWS
from app.classes.belonging import LearnerClassView
from app.classes.declared_results import SHEET as DECLARED_RESULTS
from app.classes.direct_views import VIEWS as DIRECT_CLASS_VIEWS
from app.classes.online_views import VIEWS as ONLINE_CLASS_VIEWS
from app.classes.people_views import VIEWS as CLASS_PEOPLE_VIEWS
from app.classes.sheets import SHEET as CLASS_RESULTS
from app.classes.trainees import SHEET as TRAINEES
from app.classes.views import VIEWS as CLASS_VIEWS
from app.extensions import Session, compress, csrf, db, new_appbuilder
from app.hours import ledger
from app.hours.views import VIEWS as HOUR_VIEWS
from app.kit import audit, files, jobs, notices, review
from app.kit.audit import sealing as sealing
from app.kit.audit.views import VIEWS as AUDIT_VIEWS
from app.kit.jobs import cleaning as cleaning
from app.kit.notices import mailing
from app.kit.notices import of_jobs as of_jobs
from app.kit.notices.views import VIEWS as NOTICE_VIEWS
from app.kit.review import batches as batches
from app.kit.review import reminding as reminding
from app.kit.review.views import VIEWS as REVIEW_VIEWS
from app.kit.sheets import register as register_sheet
from app.kit.sheets import retaining as retaining
from app.kit.sheets.views import VIEWS as SHEET_VIEWS
from app.kit.views import look
from app.learners import standings
from app.learners.operations import users_below
from app.learners.own import OwnView
from app.learners.sheets import SHEET as LEARNERS
from app.learners.tree import TreeView
from app.learners.updating import DEPARTMENTS as LEARNER_DEPARTMENTS
from app.learners.updating import FLAGS as LEARNER_FLAGS
from app.learners.views import VIEWS as LEARNER_VIEWS
from app.openings import belonging as opening_belonging  # noqa: F401  # registers what a merge moves
from app.openings.sheets import SHEET as OPENING_BALANCES
from app.openings.views import VIEWS as OPENING_VIEWS
from app.organizations import calendar
from app.organizations.adding_views import VIEWS as ADDING_VIEWS
from app.organizations.operations import plan_route, platform_ids, zone
from app.organizations.sheets import HOLIDAYS
from app.organizations.sheets import SHEET as ORGANIZATIONS
from app.organizations.views import DepartmentView, OrganizationView, OwnUnitView, SettingView
from app.organizations.words import hours_word, hours_words
from app.presets.views import VIEWS as PLATFORM_VIEWS
from app.reviewing.views import InboxView
from app.statistics.views import HomeView

VIEWS: tuple[type, ...] = (
    *ACCOUNT_VIEWS, *ACCOUNT_UNIT_VIEWS, *PLATFORM_VIEWS, OrganizationView, DepartmentView, OwnUnitView,
    *ADDING_VIEWS, SettingView, *HOUR_VIEWS, *LEARNER_VIEWS,
    TreeView, OwnView, *CERTIFICATE_VIEWS, *CLASS_VIEWS, *CLASS_PEOPLE_VIEWS, *ONLINE_CLASS_VIEWS, *DIRECT_CLASS_VIEWS,
    LearnerClassView, *CLAIM_STANDARD_VIEWS, *OWN_CLAIM_VIEWS, *OWN_CLAIM_PAGES, *CLAIM_UNIT_VIEWS,
    *RECORDED_CLAIM_VIEWS, *CLAIM_REVIEW_VIEWS, *OPENING_VIEWS,
    InboxView, *REVIEW_VIEWS, *SHEET_VIEWS, *NOTICE_VIEWS, *AUDIT_VIEWS, *ANNOUNCEMENT_VIEWS,
)  # fmt: skip

for _sheet in (ORGANIZATIONS, HOLIDAYS, LEARNERS, LEARNER_DEPARTMENTS, LEARNER_FLAGS, TRAINEES, CLASS_RESULTS,
               DECLARED_RESULTS, CLAIMS, RECORDED_CLAIMS, OPENING_BALANCES):  # fmt: skip
    register_sheet(_sheet)
for _hook in (files, review, ledger, standings, audit):
    _hook.install(Session)
audit_words.declare()
review.use_routes(plan_route)
review.use_holders(rights.holders)
review.use_deadlines(calendar.deadline)
review.use_hours_word(hours_word)
notices.use_word("hours", hours_words)
announcing.readers("administrators", rights.administrators_below)
announcing.readers("learners", users_below)
jobs.identities(identities.scope_for_job)
mailing.accounts(identities.stands)
jobs.platforms(lambda: platform_ids(db.session()))
jobs.zones(lambda platform_id: zone(db.session(), platform_id))


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """An application configured by the environment, with `settings` on top."""
    app = Flask(__name__)
    app.config.update(config.from_environment())
    app.config.update(settings or {})
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(config.ROOT / "translations")
    if hops := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]  # as Flask documents it
    db.init_app(app)
    csrf.init_app(app)
    compress.init_app(app)
    look.init_look(app)
    with app.app_context():
        _add_views(app)
    identities.install(app)
    navigation.install(app)
    jobs.init_app(app)
    cli.install(app)
    return app


def _add_views(app: Flask) -> None:
    appbuilder = new_appbuilder(app, indexview=HomeView, security_manager_class=Security)
    for view in VIEWS:
        appbuilder.add_view_no_menu(view)
