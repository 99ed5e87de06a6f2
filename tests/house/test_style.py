"""Style that can be measured: lengths, names, folders, and what no source or template may contain."""

from __future__ import annotations

import ast
import io
import re
import statistics
import tokenize
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.house import tree
from tests.house.names import OWN_NAMES

COMMON = {"__init__", "models", "operations", "sheets", "views"}
VAGUE = ("utils", "util", "helpers", "helper", "managers", "manager", "services", "misc", "common")
# Constructors whose text reaches the user.
SHOWN = {"flash", "RuleError", "NotFound", "Stale", "abort", "error", "warn"}
MARKUP = {"app/kit/views/fields.py": "html_params escapes every value"}
_HOSTS = ("cdn", "unpkg", "jsdelivr", "npmjs", "npmmirror", "pypi", "pythonhosted", "googleapis", "gstatic", "aliyun")
FOREIGN_HOST = re.compile(r"https?:/" + rf"/[\w.-]*(?:{'|'.join(_HOSTS)})[\w.-]*")
OUR_MACHINE = re.compile(rf"(?<![\w.$}}]){'/'}(?:work|root)/")
INLINE = {
    "script": re.compile(r"<script(?![^>]*\b(?:src|type=\"application/json\"))", re.IGNORECASE),
    "style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped": re.compile(r"(?<!['\"])\s\|\s*safe\b|autoescape\s+false"),
}
# What Playwright reads at once, of a page that may be the one that is being left; `still` waits for the next one.
HASTY = re.compile(
    r"\bpage\b[^#]*\.(?:url\b|(?:all|(?:all_)?(?:inner_texts?|text_contents?)|count|is_(?:visible|hidden|checked|disabled)"
    r"|input_value|get_attribute|evaluate|content|title)\()"
)
IGNORE = re.compile(r"#\s*(?:noqa|type:\s*ignore)[^#]*")


# ---- rules --------------------------------------------------------------------------------------------------------


def function_lengths(module: ast.Module) -> dict[str, int]:
    """Lines of each function, signature and docstring included."""
    found = [n for n in ast.walk(module) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {f"{n.name}:{n.lineno}": (n.end_lineno or n.lineno) - n.lineno + 1 for n in found}


def over_budget(lengths: Iterable[int], *, most: int, longest: int, median: int | None = None) -> list[str]:
    """Which of the budgets are exceeded: the median, the length that 90 % keep, the longest."""
    ordered = sorted(lengths)
    figures = {"median": (statistics.median(ordered), median)}
    figures["90 %"] = (ordered[-(-len(ordered) * 9 // 10) - 1], most)
    figures["longest"] = (ordered[-1], longest)
    return [f"{name} {value:g} > {limit}" for name, (value, limit) in figures.items() if limit and value > limit]


def comment_density(source: str) -> tuple[int, int]:
    """(comments, lines of code) of one file."""
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    skipped = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    comments = {t.start[0] for t in tokens if t.type == tokenize.COMMENT}
    return len(comments), len({t.start[0] for t in tokens if t.type not in skipped})


def out_of_place(paths: Iterable[Path]) -> list[str]:
    """Files in capability folders under names that say nothing about what is inside."""
    allowed = {folder: COMMON | set(own) for folder, own in OWN_NAMES.items()}
    inside = [p for p in paths if len(p.parts) == 2 and p.suffix == ".py" and p.parts[0] != "kit"]
    return [p.as_posix() for p in inside if p.stem not in allowed.get(p.parts[0], COMMON)]


def vague(paths: Iterable[Path]) -> list[str]:
    return [p.as_posix() for p in paths if {part.removesuffix(".py") for part in p.parts} & {*VAGUE}]


def platform_names() -> set[str]:
    """What presets call their platforms: file name, code and name; one that is for any platform calls none."""
    files = [p for p in tree.files("app/presets", suffix=".toml") if ".demo" not in p.name]
    presets = {p.stem: tomllib.loads(p.read_text()) for p in files}
    return {name for stem, facts in presets.items() if "code" in facts for name in (stem, facts["code"], facts["name"])}


def mentions(text: str, names: Iterable[str]) -> list[str]:
    """The names that stand in a text as words of their own; ids of requirements begin with some, and are no names."""
    said = re.sub(r"\b[A-Z]+-\d+", "", text).casefold()
    return [name for name in names if re.search(rf"(?<![a-z]){re.escape(name.casefold())}(?![a-z])", said)]


def exceptions_shown(module: ast.Module) -> list[int]:
    """Lines where the text of a caught exception is put into words for the user."""
    handlers = [n for n in ast.walk(module) if isinstance(n, ast.ExceptHandler) and n.name]
    return sorted({line for handler in handlers for line in _shown(handler)})


def _shown(handler: ast.ExceptHandler) -> list[int]:
    calls = [c for node in handler.body for c in tree.calls(node) if tree.called(c) in SHOWN]
    given = [(c, a) for c in calls for a in [*c.args, *(k.value for k in c.keywords)]]
    return [call.lineno for call, argument in given if _tells(argument, handler.name or "")]


def _tells(argument: ast.AST, name: str) -> bool:
    """Whether the exception itself is in `argument`, not only its translated `message`, `field` or `status`."""
    ours = {id(n.value) for n in ast.walk(argument) if isinstance(n, ast.Attribute) and n.attr in _OF_A_RULE}
    return any(isinstance(n, ast.Name) and n.id == name and id(n) not in ours for n in ast.walk(argument))


_OF_A_RULE = ("message", "field", "status", "code")


def built_markup(module: ast.Module) -> list[int]:
    """Lines with Markup of anything but a literal: use Markup("<b>{}</b>").format(text)."""
    made = [c for c in tree.calls(module) if tree.called(c) == "Markup"]
    return [c.lineno for c in made if not (c.args and isinstance(c.args[0], ast.Constant))]


def inline(html: str) -> list[str]:
    return [kind for kind, pattern in INLINE.items() if pattern.search(html)]


def bare_ignores(source: str) -> list[int]:
    """Lines that silence a linter without saying why: the reason is a second comment on the line."""
    lines = enumerate(source.splitlines(), 1)
    found = [(number, match, line) for number, line in lines for match in [IGNORE.search(line)] if match]
    return [number for number, match, line in found if not line[match.end() :].strip("# ")]


def hasty(source: str) -> list[int]:
    return [number for number, line in enumerate(source.splitlines(), 1) if HASTY.search(line)]


def impure(module: ast.Module) -> list[str]:
    """What verbs must not know: the request, and when to commit."""
    flask = [n for n in ast.walk(module) if isinstance(n, ast.Import | ast.ImportFrom) and _is_flask(n)]
    ends = [c for c in tree.calls(module) if tree.called(c) in ("commit", "rollback")]
    return [f"line {n.lineno}" for n in (*flask, *ends)]


def _is_flask(node: ast.Import | ast.ImportFrom) -> bool:
    return (getattr(node, "module", None) or node.names[0].name).split(".")[0] in ("flask", "flask_login", "flask_wtf")


# ---- lengths ------------------------------------------------------------------------------------------------------

SOURCES = tree.files("app", "config.py", "run.py")
TESTS = tree.files("tests")


def tell(figures: str) -> None:
    """Shown by `pytest -s`, and with a failure."""
    print(figures)  # noqa: T201  # the figures are the point


@pytest.mark.parametrize("paths", [SOURCES, TESTS], ids=["app", "tests"])
def test_functions_are_short(paths: list[Path]) -> None:
    lengths = {f"{tree.name_of(p)}:{f}": n for p in paths for f, n in function_lengths(tree.parsed(p)).items()}
    longest = sorted(lengths, key=lambda name: -lengths[name])[:3]
    tell(f"{len(lengths)} functions, median {statistics.median(lengths.values()):g}, longest {longest}")
    assert over_budget(lengths.values(), median=8, most=25, longest=50) == [], longest


@pytest.mark.parametrize(("paths", "most"), [(SOURCES, 250), (TESTS, 400)], ids=["app", "tests"])
def test_files_are_short(paths: list[Path], most: int) -> None:
    lengths = {tree.name_of(p): len(p.read_text().splitlines()) for p in paths}
    longest = sorted(((n, name) for name, n in lengths.items()), reverse=True)[:3]
    tell(f"{len(lengths)} files, longest {longest}")
    assert over_budget(lengths.values(), most=most, longest=400) == [], longest


def test_comment_density_is_known() -> None:
    figures = [comment_density(p.read_text()) for p in SOURCES]
    comments, code = (sum(column) for column in zip(*figures, strict=True))
    tell(f"{100 * comments / code:.1f} comments per 100 lines of code")
    assert code


# ---- names --------------------------------------------------------------------------------------------------------


def test_each_capability_has_the_same_file_names() -> None:
    assert out_of_place(p.relative_to(tree.APP) for p in tree.files("app")) == []


def test_no_file_has_a_vague_name() -> None:
    assert vague(p.relative_to(tree.ROOT) for p in (*SOURCES, *TESTS)) == []


def test_no_code_names_a_platform() -> None:
    written = [p for s in (".py", ".html", ".js") for p in tree.files("app", "config.py", "run.py", suffix=s)]
    found = {tree.name_of(p): mentions(p.read_text(), platform_names()) for p in written}
    assert {path: names for path, names in found.items() if names} == {}


# ---- what users must never get ------------------------------------------------------------------------------------


def test_no_message_shows_an_exception() -> None:
    found = {tree.name_of(p): exceptions_shown(tree.parsed(p)) for p in tree.files("app")}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_markup_is_made_from_literals() -> None:
    found = {tree.name_of(p) for p in tree.files("app") if built_markup(tree.parsed(p))}
    assert found == set(MARKUP)


def test_templates_hold_nothing_inline() -> None:
    found = {tree.name_of(p): inline(p.read_text()) for p in tree.files("app/templates", suffix=".html")}
    assert {path: kinds for path, kinds in found.items() if kinds} == {}


def test_no_file_names_a_foreign_host_or_this_machine() -> None:
    texts = {tree.name_of(p): p.read_bytes().decode(errors="ignore") for p in tree.tracked()}
    assert [name for name, text in texts.items() if FOREIGN_HOST.search(text)] == []
    assert [name for name, text in texts.items() if OUR_MACHINE.search(text)] == []


# ---- how code is written ------------------------------------------------------------------------------------------


def test_every_lint_ignore_says_why() -> None:
    found = {tree.name_of(p): bare_ignores(p.read_text()) for p in (*SOURCES, *TESTS) if p != Path(__file__)}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_walks_look_only_at_pages_that_are_still() -> None:
    walks = [p for p in tree.files("tests/e2e") if p.name.startswith(("test_", "steps"))]
    assert {tree.name_of(p): lines for p in walks if (lines := hasty(p.read_text()))} == {}


@pytest.fixture
def lint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run import-linter in this process; left alone it would silence every logger there is."""
    monkeypatch.chdir(tree.ROOT)
    monkeypatch.setattr("importlinter.cli._configure_logging", lambda _verbose: None)


@pytest.mark.usefixtures("lint")
def test_imports_go_one_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0, capsys.readouterr().out


def test_operations_know_neither_request_nor_commit() -> None:
    found = {tree.name_of(p): impure(tree.parsed(p)) for p in tree.files("app") if p.name == "operations.py"}
    assert found
    assert {path: lines for path, lines in found.items() if lines} == {}


# ---- each rule can fail -------------------------------------------------------------------------------------------


def test_lengths_over_budget_are_found() -> None:
    assert over_budget([9] * 8 + [26, 26], median=8, most=25, longest=50) == ["median 9 > 8", "90 % 26 > 25"]
    assert over_budget([1] * 19 + [51], median=8, most=25, longest=50) == ["longest 51 > 50"]
    assert function_lengths(ast.parse("def a():\n    def b(): ...\n    return b")) == {"a:1": 3, "b:2": 1}


def test_comments_are_counted() -> None:
    assert comment_density("# why\nx = 1  # because\n\ny = 2\n") == (2, 2)


def test_names_that_say_nothing_are_found() -> None:
    assert out_of_place([Path("hours/ledger.py"), Path("classes/ledger.py")]) == ["classes/ledger.py"]
    assert vague([Path("app/classes/utils.py"), Path("app/helpers/x.py")]) != []


def test_a_platform_in_the_code_is_found() -> None:
    assert platform_names()
    assert mentions("if platform.code == 'Dalian':", ["dalian"]) == ["dalian"]
    assert mentions("if is_of_cas(x) or code in CAS_CODES", ["cas"]) == ["cas"]
    assert mentions("another case, in cascade (CAS-6)", ["cas"]) == []


def test_an_exception_on_a_screen_is_found() -> None:
    shown = ["flash(str(e))", "raise RuleError(f'no: {e}')", "abort(400, repr(e))", "row.error(e)"]
    caught = "try: ...\nexcept ValueError as e:\n    {}"
    assert all(exceptions_shown(ast.parse(caught.format(line))) for line in shown)
    assert not exceptions_shown(ast.parse(caught.format("flash(e.message)")))


def test_markup_of_a_variable_is_found() -> None:
    assert built_markup(ast.parse("Markup(name); Markup(f'<b>{name}</b>'); Markup('<b>{}</b>').format(x)")) == [1, 1]


@pytest.mark.parametrize(
    "html",
    ["<script>x()</script>", "<p style='color:red'>", "<style>", '<a onclick="x()">', "{{ x | safe }}",
     '<a href="javascript:x()">'],
)  # fmt: skip
def test_inline_code_is_found(html: str) -> None:
    assert inline(html)
    assert not inline('<script src="x.js"></script><p class="a" data-on="b"><script type="application/json">')


def test_foreign_hosts_and_own_paths_are_found() -> None:
    assert FOREIGN_HOST.search("https:/" + "/cdn.example.test/x.js")
    assert OUR_MACHINE.search("open('/" + "work/x')")
    assert not OUR_MACHINE.search("app/work/x ../" + "work/y")


def test_an_ignore_without_reason_is_found() -> None:
    source = "x = 1  # noqa: E501\ny = 2  # type: ignore[misc]  # FAB is not typed\nz = 3  # type: ignore[misc]"
    assert bare_ignores(source) == [1, 3]


def test_a_look_at_a_page_that_may_be_left_is_found() -> None:
    source = "page.url\nwindow.still.url\nwindow.page.get_by_role('row').count()\nexpect(page.get_by_role('row'))"
    assert hasty(source) == [1, 3]


@pytest.mark.usefixtures("lint")
def test_an_import_upwards_is_found(tmp_path: Path) -> None:
    contract = "[importlinter]\nroot_package = app\n[importlinter:contract:x]\nname = x\ntype = forbidden\n"
    (tmp_path / "wrong.ini").write_text(contract + "source_modules = app.hours\nforbidden_modules = app.kit\n")
    assert lint_imports(config_filename=str(tmp_path / "wrong.ini"), no_cache=True) == 1


def test_a_verb_that_knows_the_request_is_found() -> None:
    assert impure(ast.parse("from flask import g")) == ["line 1"]
    assert impure(ast.parse("import flask\nsession.commit()")) == ["line 1", "line 2"]
