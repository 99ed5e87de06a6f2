"""The application factory: configuration, extensions, capabilities, hooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask

import config
from app import cli, navigation
from app.accounts import identities, rights
from app.accounts.security import Security
from app.accounts.views import VIEWS as ACCOUNT_VIEWS
from app.classes.sheets import SHEET as CLASS_RESULTS
from app.classes.views import VIEWS as CLASS_VIEWS
from app.extensions import Session, compress, csrf, db, migrate, new_appbuilder
from app.hours import ledger
from app.hours.views import ArchiveView
from app.kit import audit, jobs, review
from app.kit import notices as notices
from app.kit.review import batches as batches
from app.kit.review import reminding as reminding
from app.kit.review.views import VIEWS as REVIEW_VIEWS
from app.kit.sheets import register as register_sheet
from app.kit.sheets.views import VIEWS as SHEET_VIEWS
from app.kit.views import look
from app.learners.sheets import SHEET as LEARNERS
from app.learners.views import HourEntryView, LearnerView, LearnerYearView
from app.organizations import calendar
from app.organizations.operations import plan_route, platform_ids
from app.organizations.sheets import SHEET as ORGANIZATIONS
from app.organizations.views import OrganizationView, PlatformView
from app.reviewing.views import InboxView
from app.statistics.views import HomeView

VIEWS: tuple[type, ...] = (
    *ACCOUNT_VIEWS, PlatformView, OrganizationView, LearnerView, LearnerYearView, HourEntryView,
    ArchiveView, *CLASS_VIEWS, InboxView, *REVIEW_VIEWS, *SHEET_VIEWS,
)  # fmt: skip

for _sheet in (ORGANIZATIONS, LEARNERS, CLASS_RESULTS):
    register_sheet(_sheet)
for _hook in (review, ledger, audit):
    _hook.install(Session)
review.use_routes(plan_route)
review.use_holders(rights.holders)
review.use_deadlines(calendar.deadline)
jobs.identities(identities.scope_for_job)
jobs.platforms(lambda: platform_ids(db.session()))


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """An application configured by the environment, with `settings` on top."""
    app = Flask(__name__)
    app.config.update(config.from_environment())
    app.config.update(settings or {})
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(config.ROOT / "translations")
    db.init_app(app)
    migrate.init_app(app, db, directory=str(config.ROOT / "migrations"))
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
