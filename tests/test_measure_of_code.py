"""No module, function or list of parameters is longer than a reader can keep in mind."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULE_LINES = 300
FUNCTION_LINES = 40  # from its "def" to its end, docstring included
PARAMETERS = 4  # without self and cls, *args and **kwargs

# Places that may be longer, each with the reason; an entry that is not needed any more has to go.
LONG_MODULES = {
    "model.notice": "the closed list of notices is a table: a member for each, with its sentence and its advice",
    "model.tree": "the tree of a resolution is read as a whole: a value for each kind of block and inline",
}
LONG_FUNCTIONS: dict[str, str] = {}
SPEED = "editions.pdf.patches.speed"
MANY_PARAMETERS = {
    "editions.pdf.patches.footnote_split._lay_out_area": "hands on what WeasyPrint's block_level_layout takes",
    f"{SPEED}.footnote_area_cache.lay_out_footnote": "takes the place of WeasyPrint's block_level_layout",
    f"{SPEED}.glyphs.show_run": "WeasyPrint's draw_first_line calls it with what it has at hand",
    f"{SPEED}.glyphs._learn_glyphs": "is handed what WeasyPrint hands to show_run",
}
EXCEPTIONS = (LONG_MODULES, LONG_FUNCTIONS, MANY_PARAMETERS)


def modules(package: Path) -> Iterator[tuple[str, str]]:
    """Yield the name within the package and the text of each module."""
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__"), path.read_text("utf-8")


def functions(node: ast.AST, place: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Yield every function below a node, inner ones too, with its place: "cli.program.Program.run"."""
    for child in ast.iter_child_nodes(node):
        here = place
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            here = f"{place}.{child.name}"
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield here, child
        yield from functions(child, here)


def count_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def count_parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    arguments = function.args
    names = [one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def long_modules(package: Path) -> set[str]:
    return {name for name, text in modules(package) if len(text.splitlines()) > MODULE_LINES}


def long_functions(package: Path) -> set[str]:
    return {
        place
        for name, text in modules(package)
        for place, function in functions(ast.parse(text), name)
        if count_lines(function) > FUNCTION_LINES
    }


def functions_of_many_parameters(package: Path) -> set[str]:
    return {
        place
        for name, text in modules(package)
        for place, function in functions(ast.parse(text), name)
        if count_parameters(function) > PARAMETERS
    }


def test_modules_are_short() -> None:
    assert long_modules(ROOT / "engross") == set(LONG_MODULES)


def test_functions_are_short() -> None:
    assert long_functions(ROOT / "engross") == set(LONG_FUNCTIONS)


def test_functions_take_few_parameters() -> None:
    assert functions_of_many_parameters(ROOT / "engross") == set(MANY_PARAMETERS)


@pytest.mark.parametrize("reason", [reason for places in EXCEPTIONS for reason in places.values()])
def test_exception_gives_a_reason(reason: str) -> None:
    assert len(reason.split()) > 4


def test_faults_that_are_planted_are_seen(tmp_path: Path) -> None:
    few, many = "def f(self, a, b, /, c, *more, d, **rest): ...\n", "def g(a, b, c, *, d, e): ...\n"
    long_body = "class A:\n    @staticmethod\n    def h():\n" + "        ...\n" * 40
    fitting = "def i():\n" + "    ...\n" * 39
    (tmp_path / "short.py").write_text(few + many + long_body + fitting + "\n" * (300 - 2 - 43 - 40))
    (tmp_path / "long.py").write_text("\n" * 301)
    assert long_modules(tmp_path) == {"long"}
    assert long_functions(tmp_path) == {"short.A.h"}
    assert functions_of_many_parameters(tmp_path) == {"short.g"}
