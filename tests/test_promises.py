"""Every skip has its row in the table of promises, and is reported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.promises import MISSING, PROMISES, ROOT, Promise, find_unmet, summarize

pytest_plugins = ["pytester"]
TABLE = {
    "there": Promise("what is there", lambda: True),
    "gone": Promise("what has gone", lambda: False),
    "elsewhere": Promise("what is elsewhere", lambda: False, may_lack=True),
}
NEEDY = """
import pytest

@pytest.mark.needs({need!r})
def test_is_run():
    pass
"""


def test_the_first_need_that_is_not_met_is_found() -> None:
    assert find_unmet((), TABLE) is None
    assert find_unmet(("there",), TABLE) is None
    assert find_unmet(("there", "gone"), TABLE) is TABLE["gone"]
    with pytest.raises(KeyError):
        find_unmet(("misspelt",), TABLE)


def test_one_line_names_each_promise_once() -> None:
    assert summarize(()) == ""
    assert summarize([f"Skipped: {MISSING}b", f"Skipped: {MISSING}a", f"Skipped: {MISSING}b"]) == f"{MISSING}a, b"
    assert summarize(["Skipped: for a reason of its own"]) == f"{MISSING}Skipped: for a reason of its own"


RUNS = (
    ("there", True, 0, "1 passed"),
    ("gone", False, 0, f"{MISSING}what has gone"),
    ("gone", True, 1, f"{MISSING}what has gone"),
    ("elsewhere", True, 0, f"{MISSING}what is elsewhere"),
    ("misspelt", False, 1, "KeyError: 'misspelt'"),
)


@pytest.mark.parametrize(("need", "in_ci", "code", "says"), RUNS)
def test_a_run_tells_what_it_left_out(
    need: str, in_ci: bool, code: int, says: str, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In CI a need that is not met is a failure, unless no machine can be made to meet it."""
    for name, promise in TABLE.items():
        monkeypatch.setitem(PROMISES, name, promise)
    monkeypatch.setenv("CI", "true" if in_ci else "")
    pytester.makeini("[pytest]\nmarkers = needs(name): a need")
    pytester.makepyfile(NEEDY.format(need=need))
    done = pytester.runpytest_inprocess("-p", "tests.conftest")
    assert done.ret == code
    assert says in done.stdout.str()


START = """
import multiprocessing, os, subprocess, sys
import pytest

def by_fork():
    if not os.fork():
        os._exit(0)

STARTS = {{
    "popen": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
    "spawn": lambda: multiprocessing.get_context("spawn").Process(target=int).start(),
    "system": lambda: os.system("true"),
    "fork": by_fork,
}}

{mark}
@pytest.mark.parametrize("start", list(STARTS))
def test_starts(start):
    STARTS[start]()
"""


@pytest.mark.process
@pytest.mark.parametrize(
    ("mark", "words", "outcomes"),
    [
        ("", (), {"failed": 4}),
        ("@pytest.mark.process", (), {"passed": 4}),
        ("@pytest.mark.process", ("--fast",), {"deselected": 4}),
        ("@pytest.mark.slow", ("--fast",), {"deselected": 4}),
    ],
)
def test_a_process_is_started_only_by_a_test_that_says_so(
    mark: str, words: tuple[str, ...], outcomes: dict[str, int], pytester: pytest.Pytester
) -> None:
    pytester.makeini("[pytest]\nmarkers =\n    process: starts processes\n    slow: takes long")
    pytester.makepyfile(START.format(mark=mark))
    done = pytester.runpytest_inprocess("-p", "tests.conftest", *words)
    assert {what: number for what, number in done.parseoutcomes().items() if what != "warnings"} == outcomes


def skips(path: Path) -> Iterator[str]:
    """Yield the places where a test module skips by itself."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in ("skip", "skipif", "importorskip", "SkipTest"):
            yield f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"


def test_no_test_is_skipped_but_by_the_table() -> None:
    modules = [path for path in (ROOT / "tests").rglob("*.py") if path.name != "conftest.py"]
    assert [line for path in modules for line in skips(path)] == []


def test_every_row_is_needed() -> None:
    marks = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name in PROMISES if f'needs("{name}")' not in marks] == []
