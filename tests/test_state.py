"""State outside values: every module that keeps some stands in ARCHITECTURE.md with its reason, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.test_arrows import ROOT, modules

ROWS = re.compile(r"(?ms)^## State outside values$.*?^\|---.*?\n(.*?)\n\n")
CACHES = {"cache", "lru_cache", "memoize_last"}
# What makes a value that lasts as long as its module, and can change.
CHANGEABLE = {"list", "dict", "set", "bytearray", "defaultdict", "Counter", "deque", "PersistentCache", "ContextVar"}
CHANGEABLE |= {"count", "cycle", "WeakKeyDictionary", "WeakValueDictionary", "Lock", "getLogger"}
CHANGING = {"add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "put", "remove", "setdefault"}
CHANGING |= {"update", "set", "get_or_make", "reconfigure", "addHandler"}
# Calls and names that change the process and not a value.
OF_PROCESS = {"gc.freeze", "gc.set_threshold", "gc.disable", "atexit.register", "signal.signal", "signal.alarm"}
OF_PROCESS |= {"resource.setrlimit", "sys.setrecursionlimit", "os.chdir", "os.umask", "locale.setlocale", "os.putenv"}
OF_PROCESS |= {"sys.meta_path", "sys.path", "sys.path_hooks", "logging.NullHandler"}
INSIDE_OBJECTS = re.compile(r"(?<!self)\.__dict__")  # also in the patches, whose code stands in strings


def state(source: str) -> Iterator[str]:
    """What a module keeps or changes that is no value handed on."""
    tree = ast.parse(source)
    kept = {name for node in tree.body for name in _changeable_names(node)}
    kept |= {alias.asname or alias.name for alias in _imported(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield f"global {', '.join(node.names)}"
        elif isinstance(node, ast.FunctionDef):
            yield from (f"@{name}" for name in map(_called_name, node.decorator_list) if name in CACHES)
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in OF_PROCESS:
            yield ast.unparse(node)
        for target in _changed(node):
            base = target
            while isinstance(base, ast.Attribute | ast.Subscript):
                base = base.value
            name = ast.unparse(base)
            if name in kept:
                yield f"{ast.unparse(target)} changed"
    if INSIDE_OBJECTS.search(source):
        yield "__dict__ of an object"


def _changeable_names(node: ast.stmt) -> Iterator[str]:
    """The names that a statement of a module gives to what can change."""
    if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(
        value := node.value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp | ast.Call
    ):
        if isinstance(value, ast.Call) and _called_name(value) not in CHANGEABLE:
            return
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _imported(tree: ast.Module) -> Iterator[ast.alias]:
    """What a module imports: to change that is to change it for others too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from node.names


def _called_name(node: ast.expr) -> str:
    """The last name of what is called, of a decorator too: "lru_cache" of functools.lru_cache(8)."""
    return ast.unparse(node.func if isinstance(node, ast.Call) else node).rpartition(".")[2]


def _changed(node: ast.AST) -> Iterator[ast.expr]:
    """What a statement or a call changes in its place."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
        yield node.func.value
    if isinstance(node, ast.Call) and _called_name(node) in ("setattr", "delattr"):
        yield node.args[0]
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign | ast.Delete):
        targets = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    for target in targets:
        for single in target.elts if isinstance(target, ast.Tuple) else [target]:
            if isinstance(single, ast.Attribute | ast.Subscript):
                yield single


def places() -> list[tuple[str, ...]]:
    """The places of each row of the table, as paths within the package."""
    found = ROWS.search((ROOT / "ARCHITECTURE.md").read_text("utf-8"))
    assert found, "ARCHITECTURE.md has no table of state"
    return [tuple(re.findall(r"`([^`]+)`", row.split("|")[1])) for row in found[1].splitlines()]


def keeping() -> dict[str, list[str]]:
    """The modules that keep state, as paths within the package, and what."""
    kept = {
        path.relative_to(ROOT / "engross").as_posix(): sorted(set(state(path.read_text("utf-8"))))
        for _, path in modules(ROOT)
        if path.name != "tasks.py"
    }
    return {path: what for path, what in kept.items() if what}


def is_at(path: str, place: str) -> bool:
    return path == place or (place.endswith("/") and path.startswith(place))


PLANTED = {
    "from functools import lru_cache\n@lru_cache(8)\ndef f(): ...": ["@lru_cache"],
    "import functools\n@functools.cache\ndef f(): ...": ["@cache"],
    "KEPT = {}\ndef f(key): KEPT[key] = 1": ["KEPT[key] changed"],
    "KEPT: list[int] = []\ndef f(): KEPT.append(1)": ["KEPT changed"],
    "N = 0\ndef f():\n    global N": ["global N"],
    "import os\nos.environ['A'], b = '1', 2": ["os.environ['A'] changed"],
    "import gc\ngc.disable()": ["gc.disable"],
    "from other import html\nhtml.parse = None": ["html.parse changed"],
    "from other import html\nsetattr(html, 'parse', None)": ["html changed"],
    "CODE = \"style.__dict__['kept'] = 1\"": ["__dict__ of an object"],
    "NAMES = {'a': 1}\ndef f(): return NAMES['a']": [],
    "def f():\n    kept = {}\n    kept['a'] = 1\n    return cache(g)": [],
}


@pytest.mark.parametrize("source", PLANTED)
def test_planted_state_is_found(source: str) -> None:
    assert [*state(source)] == PLANTED[source]


def test_state_stands_in_the_table() -> None:
    listed = [place for row in places() for place in row]
    assert {path: what for path, what in keeping().items() if not any(is_at(path, place) for place in listed)} == {}


def test_table_lists_no_place_without_state() -> None:
    kept = keeping()
    assert [place for row in places() for place in row if not any(is_at(path, place) for path in kept)] == []
