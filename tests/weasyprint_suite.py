"""WeasyPrint's own tests, as its source distribution has them, with those that the series brings for upstream."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

from engross.editions.engine.make_copies import rename_imports
from engross.editions.engine.private_copies import PREFIX
from engross.editions.engine.series import fit_series, load_series
from engross.editions.pdf.render_context import FONTS_VARIABLE
from tests.promises import ROOT, find_weasyprint_source

PACKAGE = "weasyprint"
# The copy is loaded before the first test imports it. Its loggers have its name.
FIRST, LOAD, LOGGERS = "conftest.py", "import engross.editions.engine.load\n", "testing_utils.py"
PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"


def read_source_tests() -> dict[str, bytes]:
    """Return the files in ``tests`` of the source distribution by their paths."""
    source = find_weasyprint_source()
    assert source is not None, "no source distribution"
    with tarfile.open(source) as archive:
        files = {member.name.partition("/")[2]: archive.extractfile(member) for member in archive if member.isfile()}
        return {path: file.read() for path, file in files.items() if file and path.startswith("tests/")}


def brought_files() -> dict[str, str]:
    """Return the test files that the series brings, each with its patch."""
    return {
        diff.path: patch.name
        for patch in load_series(PACKAGE)
        for diff in patch.diffs
        if diff.path.startswith("tests/")
    }


def write_suite(folder: Path, *, is_patched: bool) -> None:
    """Write the tests, those of the series among them, for the release or for its patched copy."""
    files, fits = fit_series(load_series(PACKAGE), "tests/", read_source_tests())
    assert {fit.offset for fit in fits} == {0}
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_for_copy(path.name, data.decode()).encode() if is_patched and path.suffix == ".py" else data)


def _for_copy(name: str, source: str) -> str:
    """Return a source of the suite that tests the patched copy."""
    source = f"{LOAD if name == FIRST else ''}{rename_imports(source)}"
    return re.sub(rf"'{PACKAGE}(?=['.])", f"'{PREFIX}{PACKAGE}", source) if name == LOGGERS else source


def run_suite(
    folder: Path, tests: Iterable[str], fonts: Path | None = None, left_out: Iterable[str] = ()
) -> dict[str, str]:
    """Run tests of a folder, by the two processors of a small machine. Return what came of each, by FILE::NAME.

    ``tests``, ``left_out``: folders, files or FILE::FUNCTION; ``fonts``: settings of Fontconfig, other than the
    machine's.
    """
    report = folder / "report.xml"
    report.unlink(missing_ok=True)
    pytest = (sys.executable, "-m", "pytest", "-q", "-n", "2", "--tb=short", "-p", "no:cacheprovider")
    given = ("-c", os.devnull, f"--rootdir={folder}", f"--junit-xml={report}")
    done = subprocess.run(
        (*pytest, *given, *(f"--ignore={path}" for path in left_out), *sorted(tests)),
        cwd=folder,
        env=_environment(fonts),
        capture_output=True,
        text=True,
        check=False,
    )
    # Not its exit status: with Pango loaded, a process may end in a fault after all is done.
    assert report.is_file(), f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    sys.stdout.write(done.stdout[-20_000:])  # shown if the test fails
    return dict(_read_case(case) for case in ET.parse(report).iter("testcase"))


def _environment(fonts: Path | None) -> dict[str, str]:
    """Return the environment of the suite: what this process has set for engross's own fonts is not for it."""
    mine = {name: value for name, value in os.environ.items() if name != FONTS_VARIABLE}
    return mine | {"PYTHONPATH": str(ROOT)} | ({FONTS_VARIABLE: str(fonts)} if fonts else {})


def _read_case(case: ET.Element) -> tuple[str, str]:
    """Return the name of a test and what came of it; a file that cannot be imported is one that failed."""
    name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
    kinds = {child.tag for child in case}
    return name, FAILED if kinds & {"failure", "error"} else SKIPPED if "skipped" in kinds else PASSED


def function_of(name: str) -> str:
    """Return a test's name without its parameters, as pytest takes it."""
    return name.partition("[")[0]
