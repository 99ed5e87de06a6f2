"""Every table is scoped, every way around the scope is listed, and every fact has a single writer."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask
from flask_appbuilder import Model
from sqlalchemy import Column, Integer, MetaData, Table

from app.extensions import migrations
from app.kit import scope
from tests.house import tree

# Scoped tables without a platform of their own that is NOT NULL, with the reason.
NO_PLATFORM = {
    "FormReceipt": "of one person under one identity, which may be the system's",
    "UserSession": "of one user, whatever the identity",
    "Account": "a user is global; what it may do hangs on appointments and learner records",
    "SavedFilter": "of one identity, which belongs to one platform",
    "Notice": "of one user, who may be the system's administrator",
    "AnnouncementRead": "of one user, whatever the identity",
    "Mail": "of one user; nobody reaches it through the ORM",
    "NoticePreference": "of one user, whatever the identity",
    "AuditSeal": "covers the events of the whole installation; nobody reaches it through the ORM",
    "AuditEvent": "the system administrator and strangers act on no platform",
    "Appointment": "a check ties it to the organization: only the system administrator has neither",
    "RoleProfile": "the system administrator's role belongs to no platform",
    "Platform": "is the platform",
    "LiveCredit": "keyed by learner and source; nobody reaches it through the ORM",
    "ImportRow": "takes its visibility from its job",
}
EVERYTHING = [
    ("app/accounts/identities.py", "identity"),
    ("app/accounts/identities.py", "identity of a job"),
    ("app/accounts/security.py", "login"),
    ("app/accounts/security.py", "login"),
    ("app/accounts/security.py", "login"),
    ("app/accounts/security.py", "logout"),
    ("app/accounts/security.py", "session"),
    ("app/accounts/security.py", "session"),
    ("app/accounts/views.py", "own password"),
    ("app/cli.py", "account create"),
    ("app/cli.py", "account password"),
    ("app/cli.py", "audit seal"),
    ("app/cli.py", "audit verify"),
    ("app/cli.py", "deploy"),
    ("app/cli.py", "platform create"),
    ("app/cli.py", "platform export"),
    ("app/cli.py", "verify"),
    ("app/demo.py", "demo"),
    ("app/demo.py", "demo"),
    ("app/demo.py", "demo"),
    ("app/demo.py", "demo accounts"),
    ("app/kit/jobs/queue.py", "jobs: bookkeeping"),
    ("app/kit/jobs/queue.py", "jobs: claim"),
    ("app/kit/jobs/tick.py", "jobs: tick"),
    ("app/presets/views.py", "platform: set up on the screen"),
]
BULK = [
    ("app/accounts/appointing.py", "account by exact ID number with matching name"),
    ("app/accounts/appointing.py", "whatever else an account of the scope is"),
    ("app/accounts/rights.py", "who decides at a step, to be told"),
    ("app/accounts/seeing.py", "the rule about one row that was found under it, part by part"),
    ("app/accounts/sessions.py", "sessions of an account that was checked"),
    ("app/accounts/substitutes.py", "substitute: exact login name in the own unit"),
    ("app/certificates/belonging.py", "merge: certificates of a record of the scope"),
    ("app/certificates/belonging.py", "merge: certificates of a record of the scope"),
    ("app/certificates/ground.py", "certificates: of people whose hours have changed"),
    ("app/certificates/ground.py", "verify certificates"),
    ("app/certificates/operations.py", "certificates: people who were locked and judged"),
    ("app/certificates/operations.py", "certificates: the last number of a platform's years"),
    ("app/certificates/operations.py", "certificates: void, of people whose hours have changed or who were checked"),
    ("app/certificates/operations.py", "certificates: what locked people hold"),
    ("app/claims/belonging.py", "merge: claims of a record of the scope"),
    ("app/claims/belonging.py", "merge: claims of a record of the scope"),
    ("app/claims/crediting.py", "claims that their review approves"),
    ("app/claims/crediting.py", "claims: another claim of the person that meets the year"),
    ("app/claims/findings.py", "claims: other claims of a person whose claim was read through the scope"),
    ("app/claims/findings.py", "claims: other claims of a person whose claim was read through the scope"),
    ("app/claims/findings.py", "claims: other claims of a person whose claim was read through the scope"),
    ("app/claims/findings.py", "claims: the person's other entries, for the reviewer of one"),
    ("app/claims/operations.py", "paper received for claims that wait for the actor"),
    ("app/claims/sheets.py", "claims sheet: other claims of people of the scope"),
    ("app/claims/sheets.py", "claims sheet: people of the scope with matching names"),
    ("app/classes/belonging.py", "merge: declared results of a record of the scope"),
    ("app/classes/belonging.py", "merge: declared results of a record of the scope"),
    ("app/classes/belonging.py", "merge: enrollments of a record of the scope"),
    ("app/classes/belonging.py", "merge: enrollments of a record of the scope"),
    ("app/classes/enrolling.py", "the first of a waiting list move up"),
    ("app/classes/findings.py", "other classes of the year, for who decides on one of them"),
    ("app/classes/online.py", "places of classes that learners enroll in"),
    ("app/classes/online.py", "places of classes that learners enroll in"),
    ("app/classes/operations.py", "credits of classes that their review takes back"),
    ("app/classes/operations.py", "results that were reported with classes that are approved"),
    ("app/classes/reporting.py", "declared results of enrollments whose hours are cancelled"),
    ("app/classes/reporting.py", "declared results: exact ID numbers with matching names"),
    ("app/classes/reporting.py", "results that were reported with classes that are approved"),
    ("app/classes/reporting.py", "results that were reported with classes that are approved"),
    ("app/classes/reporting.py", "results that were reported with classes that are approved"),
    ("app/classes/sheets.py", "results sheet: exact ID numbers with matching names"),
    ("app/classes/trainees.py", "trainees sheet: exact ID numbers with matching names"),
    ("app/demo_claims.py", "demo: the organization chosen at submission"),
    ("app/hours/figures.py", "figures: computed standings"),
    ("app/hours/figures.py", "figures: new rules of a platform"),
    ("app/hours/figures.py", "figures: people whose hours or data change"),
    ("app/hours/figures.py", "figures: records that were merged"),
    ("app/hours/figures.py", "figures: rows of people who have none"),
    ("app/hours/ledger.py", "ledger: credits of a checked operation"),
    ("app/hours/ledger.py", "ledger: credits of a checked operation"),
    ("app/hours/ledger.py", "ledger: lock"),
    ("app/hours/ledger.py", "ledger: reversals of what stands"),
    ("app/hours/ledger.py", "ledger: what has been reversed"),
    ("app/hours/ledger.py", "ledger: what stands for people whose hours have changed"),
    ("app/hours/ledger.py", "ledger: what stands for sources of a checked operation"),
    ("app/hours/ledger.py", "ledger: what stands for sources of a checked operation"),
    ("app/hours/ledger.py", "ledger: what stands for sources that are taken back"),
    ("app/hours/ledger.py", "ledger: yearly figures of posted learners"),
    ("app/hours/ledger.py", "verify"),
    ("app/kit/bulk.py", "(given by the caller)"),
    ("app/kit/bulk.py", "(given by the caller)"),
    ("app/kit/bulk.py", "(given by the caller)"),
    ("app/kit/bulk.py", "(given by the caller)"),
    ("app/kit/files/attaching.py", "attachments of a deleted row"),
    ("app/kit/review/reading.py", "inbox: open steps of the own organization and permissions"),
    ("app/kit/review/reading.py", "review log of an item read through the scope"),
    ("app/kit/review/reminding.py", "reminders: open steps of one platform"),
    ("app/kit/sheets/importing.py", "import: preview"),
    ("app/kit/sheets/importing.py", "import: the rows of the own job, by their ids"),
    ("app/kit/sheets/undoing.py", "undo: the rows of the own import, by their ids"),
    ("app/kit/sheets/undoing.py", "undo: what refers to rows of the own import"),
    ("app/learners/correcting.py", "account of a learner of the scope"),
    ("app/learners/correcting.py", "account of a learner of the scope"),
    ("app/learners/correcting.py", "account of a learner of the scope"),
    ("app/learners/memberships.py", "memberships of people whom a verb has checked"),
    ("app/learners/memberships.py", "memberships of people whom a verb has checked"),
    ("app/learners/memberships.py", "memberships of people whom a verb has checked"),
    ("app/learners/memberships.py", "memberships of people whom a verb has checked"),
    ("app/learners/merging.py", "merge: what belongs to a record of the scope"),
    ("app/learners/merging.py", "merge: what belongs to a record of the scope"),
    ("app/learners/names.py", "names: terms of people who are removed"),
    ("app/learners/names.py", "names: terms of people who were written"),
    ("app/learners/names.py", "names: terms of people who were written"),
    ("app/learners/operations.py", "learners: accounts of people to be told"),
    ("app/learners/operations.py", "learners: exact ID number, the exception of R-1"),
    ("app/learners/operations.py", "learners: exact ID number, the exception of R-1"),
    ("app/learners/operations.py", "learners: locks, judged by the next statement"),
    ("app/learners/operations.py", "learners: people held as they are by who has checked them"),
    ("app/learners/operations.py", "learners: places of an account of the scope"),
    ("app/learners/requests.py", "departments of the learner's own unit"),
    ("app/learners/requests.py", "transfer: a unit by exact name or credit code"),
    ("app/learners/requests.py", "transfer: a unit by exact name or credit code"),
    ("app/learners/requests.py", "transfer: people whom both sides let go"),
    ("app/learners/requests.py", "transfer: people whom both sides let go"),
    ("app/learners/sheets.py", "learners sheet: units were checked"),
    ("app/learners/transfers.py", "transfer: people whom both sides let go"),
    ("app/learners/transfers.py", "transfer: requests that have become pointless"),
    ("app/openings/belonging.py", "merge: opening balances of a record of the scope"),
    ("app/openings/belonging.py", "merge: opening balances of a record of the scope"),
    ("app/openings/operations.py", "openings: people of the scope with matching names"),
    ("app/organizations/adding.py", "request: a unit by exact name or credit code"),
    ("app/organizations/adding.py", "request: the platform's root, whose bureau is told"),
    ("app/organizations/deciders.py", "choice: regions of the platform's units"),
    ("app/organizations/deciders.py", "choice: units that can decide, by at least two characters of the name"),
    ("app/organizations/operations.py", "lock of the tree"),
    ("app/organizations/operations.py", "move a subtree between organizations of the scope"),
    ("app/organizations/operations.py", "route: ancestors of an organization of the scope"),
    ("app/organizations/operations.py", "route: the organization chosen at submission"),
    ("app/organizations/operations.py", "unit names for snapshots"),
    ("app/organizations/operations.py", "unit names for snapshots"),
    ("app/organizations/operations.py", "unit names of a results sheet"),
]
# Files that may use what the session's hooks cannot see; "text(" also in constants of indexes.
PAST_THE_HOOKS = {
    "connection": {
        "app/kit/scope.py", "app/kit/audit/recording.py", "app/kit/notices/telling.py", "app/kit/notices/mailing.py",
        "app/kit/review/acting.py", "app/kit/review/calling.py", "app/kit/review/telling.py", "app/kit/bulk.py",
    },
    "__table__": {
        "app/announcements/models.py", "app/kit/notices/mailing.py", "app/kit/notices/telling.py",
        "app/kit/audit/sealing.py",
        "app/kit/scope.py", "app/kit/audit/recording.py", "app/kit/review/calling.py", "app/kit/review/reading.py",
        "app/kit/review/writing.py",
        "app/kit/sheets/models.py", "app/kit/sheets/undoing.py",
        "app/hours/ledger.py", "app/hours/figures.py", "app/learners/operations.py", "app/kit/bulk.py",
        "app/classes/operations.py", "app/classes/enrolling.py", "app/classes/online.py", "app/classes/reporting.py",
        "app/kit/files/attaching.py",
        "app/claims/belonging.py", "app/claims/crediting.py", "app/claims/findings.py", "app/claims/operations.py",
        "app/claims/sheets.py", "app/demo_claims.py", "app/openings/belonging.py", "app/openings/operations.py",
        "app/reviewing/operations.py",
        "app/organizations/adding.py",
        "app/organizations/operations.py", "app/accounts/appointing.py", "app/accounts/sessions.py",
        "app/accounts/substitutes.py", "app/accounts/models.py", "app/accounts/rights.py",
        "app/learners/transfers.py", "app/classes/findings.py", "app/organizations/deciders.py",
        "app/learners/requests.py", "app/learners/correcting.py", "app/classes/belonging.py",
        "app/learners/memberships.py", "app/learners/merging.py", "app/learners/names.py",
        "app/certificates/operations.py", "app/certificates/ground.py", "app/certificates/belonging.py",
    },
    "text": {
        "app/openings/models.py",
        "app/kit/notices/mailing.py",
        "app/kit/audit/sealing.py",
        "app/accounts/models.py", "app/learners/models.py", "app/announcements/models.py",
        "app/kit/jobs/queue.py", "app/kit/jobs/models.py", "app/kit/review/models.py", "app/organizations/models.py",
        "app/hours/models.py", "app/certificates/models.py",
        "app/certificates/drawing.py",  # writes on paper
    },
    "EVERYTHING": {"app/kit/scope.py", "app/kit/jobs/queue.py", "app/kit/jobs/running.py", "app/kit/jobs/tick.py"},
}  # fmt: skip
WRITERS = {
    "review_state": "app/kit/review/",
    "review_position": "app/kit/review/",
    "review_stage": "app/kit/review/",
    "review_round": "app/kit/review/",
    "review_due_at": "app/kit/review/",
    "review_decided_as": "app/kit/review/",
    "review_revocable_by": "app/kit/review/",
    "HourEntry": "app/hours/ledger.py",
    "LiveCredit": "app/hours/ledger.py",
    "LearnerYear": "app/hours/ledger.py",
    "LearnerStanding": "app/hours/figures.py",
    "ReviewStep": "app/kit/review/",
    "AuditEvent": "app/kit/audit/recording.py",
    "AuditSeal": "app/kit/audit/sealing.py",
    "Certificate": "app/certificates/",
    "Membership": "app/learners/memberships.py",
    "LearnerTerm": "app/learners/names.py",
    "_frame": "app/kit/scope.py",
    "_bulk": "app/kit/scope.py",
}
COMMANDS = ("insert", "update", "delete", "insert_rows", "insert_numbered", "set", "add", "add_all", "merge")


# ---- rules --------------------------------------------------------------------------------------------------------


def undeclared(models: Iterable[type]) -> set[str]:
    """Mapped classes for which nobody has said who may see them."""
    known = {*scope.registered(), *(m for m, reason in scope.unscoped_models().items() if reason.strip())}
    return {model.__name__ for model in models} - {model.__name__ for model in known}


def without_platform(tables: dict[str, Table]) -> set[str]:
    """Scoped tables whose rows need not belong to a platform."""
    columns = {name: table.c.get("platform_id") for name, table in tables.items()}
    return {name for name, column in columns.items() if column is None or column.nullable}


def reasons(module: ast.Module, *functions: str) -> list[str]:
    """The reason given by each call of one of `functions` of `scope` (or of what stands for it)."""
    found = [call for call in tree.calls(module) if tree.called(call) in functions and call.args]
    literal = [next((a.value for a in c.args if isinstance(a, ast.Constant)), "(given by the caller)") for c in found]
    return sorted(map(str, literal))


def uses(module: ast.Module, name: str) -> bool:
    """Whether `name` is called (`text(`, `.connection()`) or, for other names, read at all."""
    if name in ("connection", "text"):
        return any(tree.called(call) == name for call in tree.calls(module))
    return name in tree.names([module])


def written(module: ast.Module, subject: str) -> list[int]:
    """Lines that write `subject`: assigned, set by name, given to a constructor or values(), inserted, updated."""
    return sorted({n.lineno for n in ast.walk(module) if isinstance(n, ast.expr | ast.keyword) and _writes(n, subject)})


def _writes(node: ast.AST, subject: str) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == subject and isinstance(node.ctx, ast.Store)
    if isinstance(node, ast.keyword):
        return node.arg == subject
    if isinstance(node, ast.Dict):
        return any(isinstance(key, ast.Constant) and key.value == subject for key in node.keys)
    if not isinstance(node, ast.Call):
        return False
    named = any(isinstance(arg, ast.Constant) and arg.value == subject for arg in node.args)
    commanded = tree.called(node) in COMMANDS and subject in _subjects(node)
    return tree.called(node) == subject or commanded or (tree.called(node) == "setattr" and named)


def _subjects(call: ast.Call) -> set[str]:
    """What a command is about: what it is called on, and what it is given directly."""
    direct = [a for a in (call.func, *call.args) if isinstance(a, ast.Name | ast.Attribute)]
    return tree.names(direct)


# ---- the application ----------------------------------------------------------------------------------------------


def _mapped() -> list[type]:
    found = [mapper.class_ for mapper in Model.registry.mappers]
    return [model for model in found if model.__module__.startswith("app.")]


def _listed(*functions: str) -> list[tuple[str, str]]:
    """(file, reason) of every call in the application, without the definitions themselves."""
    sources = [p for p in tree.files("app") if tree.name_of(p) != "app/kit/scope.py"]
    return sorted((tree.name_of(p), reason) for p in sources for reason in reasons(tree.parsed(p), *functions))


def test_the_migrations_make_what_the_models_say(context: Flask) -> None:
    """Tables, columns with their types and lengths, keys and indexes."""
    migrations().check()


def test_every_model_says_who_may_see_it(whole_app: Flask) -> None:
    assert undeclared(_mapped()) == set()


def test_every_scoped_row_belongs_to_a_platform(whole_app: Flask) -> None:
    tables = {model.__name__: model.__table__ for model in scope.registered() if model.__module__.startswith("app.")}
    assert without_platform(tables) == {*NO_PLATFORM} & {*tables}
    assert {*NO_PLATFORM} - {*tables} == set(), "exceptions that no longer exist"


def test_whoever_sees_everything_is_listed_here() -> None:
    assert _listed("everything") == EVERYTHING


def test_whoever_writes_past_the_hooks_is_listed_here() -> None:
    assert _listed("bulk", "insert_rows", "insert_numbered", "update_rows") == BULK


def test_core_statements_stay_where_they_are_checked() -> None:
    for name, allowed in PAST_THE_HOOKS.items():
        found = {tree.name_of(p) for p in tree.files("app") if uses(tree.parsed(p), name)}
        assert found == allowed, name


def test_every_fact_has_a_single_writer() -> None:
    found = [
        f"{subject} in {tree.name_of(path)}:{line}"
        for subject, home in WRITERS.items()
        for path in tree.files("app")
        if not tree.name_of(path).startswith(home)
        for line in _writing_lines(path, subject)
    ]
    assert found == []


def _writing_lines(path: Path, subject: str) -> list[int]:
    """Without declarations: columns, labels and choices of views name the state, they do not set it."""
    declared = path.name.endswith(("models.py", "views.py")) and subject.startswith("review_")
    return [] if declared else written(tree.parsed(path), subject)


def test_no_view_writes_a_review_state() -> None:
    """Views may name the state as a column; none assigns it or hands it to a statement."""
    for path in tree.files("app"):
        if path.name == "views.py":
            stores = [n for n in ast.walk(tree.parsed(path)) if isinstance(n, ast.Attribute | ast.keyword)]
            assert not [n.lineno for n in stores if _writes(n, "review_state")], tree.name_of(path)


# ---- each rule can fail -------------------------------------------------------------------------------------------


def test_an_undeclared_model_is_found() -> None:
    assert undeclared([type("Forgotten", (), {})]) == {"Forgotten"}


def test_a_row_without_platform_is_found() -> None:
    empty = Table("one", MetaData(), Column("id", Integer))
    loose = Table("two", MetaData(), Column("platform_id", Integer, nullable=True))
    sound = Table("three", MetaData(), Column("platform_id", Integer, nullable=False))
    assert without_platform({"A": empty, "B": loose, "C": sound}) == {"A", "B"}


def test_a_new_way_around_the_scope_is_found() -> None:
    source = "with scope.everything('because'):\n    pass\nwith scope.bulk(reason):\n    pass"
    assert reasons(ast.parse(source), "everything") == ["because"]
    assert reasons(ast.parse(source), "bulk") == ["(given by the caller)"]


def test_a_core_statement_is_found() -> None:
    source: Any = "session.connection().execute(text('x')); Learner.__table__; scope.Scope(scope.EVERYTHING)"
    assert all(uses(ast.parse(source), name) for name in PAST_THE_HOOKS)
    assert not any(uses(ast.parse("item.text; connection = 1"), name) for name in ("connection", "text"))


def test_a_second_writer_is_found() -> None:
    state = ["item.review_state = 'approved'", "update(t).values(review_state='x')", "setattr(item, 'review_state', 1)",
             "values = {'review_state': 'approved'}"]  # fmt: skip
    assert all(written(ast.parse(source), "review_state") for source in state)
    hours = ["HourEntry(hours=8)", "insert(HourEntry)", "delete(models.HourEntry)", "session.merge(HourEntry)"]
    assert all(written(ast.parse(source), "HourEntry") for source in hours)
    assert written(ast.parse("scope._frame.set(other)"), "_frame")
    assert not written(ast.parse("select(HourEntry); item.review_state == 'approved'"), "HourEntry")
    assert not written(ast.parse("item.review_state == 'approved'"), "review_state")
