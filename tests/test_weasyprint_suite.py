"""WeasyPrint's own tests pass on the patched copy, and those that the series brings need it.

A test that fails on the copy is run on the release too: what fails there as well is the machine's (its Pango, its
fonts), not ours.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent

import pytest

from tests.promises import ROOT
from tests.test_build import FONTS
from tests.weasyprint_suite import FAILED, PASSED, brought_files, function_of, run_suite, write_suite

pytestmark = [
    pytest.mark.process,
    pytest.mark.slow,
    pytest.mark.needs("weasyprint-tests"),
    pytest.mark.needs("ghostscript"),
]
CHANGED = tomllib.loads((ROOT / "tests" / "weasyprint_changed.toml").read_text("utf-8"))
Outcomes = dict[str, str]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the tests of the patched copy."""
    folder = tmp_path_factory.mktemp("copy")
    write_suite(folder, is_patched=True)
    return folder


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the same tests of the release as it came."""
    folder = tmp_path_factory.mktemp("release")
    write_suite(folder, is_patched=False)
    return folder


@pytest.fixture(scope="module")
def own_fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return settings of Fontconfig by which "serif" is engross's fonts, Chinese and Arabic ones too."""
    path = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    names = "".join(f"<string>{name}</string>" for name in ("Noto Serif", "Noto Serif SC", "Amiri"))
    path.write_text(
        dedent(f"""\
        <?xml version="1.0"?>
        <fontconfig>
          <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
          <dir>{FONTS}</dir>
          <match target="pattern">
            <test name="family"><string>serif</string></test>
            <edit name="family" mode="prepend" binding="strong">{names}</edit>
          </match>
        </fontconfig>
        """),
        "utf-8",
    )
    return path


def failed(outcomes: Outcomes) -> set[str]:
    return {name for name, outcome in outcomes.items() if outcome == FAILED}


def functions(names: Iterable[str]) -> set[str]:
    return {function_of(name) for name in names}


def test_what_passes_on_the_release_passes_on_the_copy_unless_changed_on_purpose(copy: Path, release: Path) -> None:
    outcomes = run_suite(copy, ["tests"], left_out=brought_files())
    assert sum(outcome == PASSED for outcome in outcomes.values()) > 4000
    found = failed(outcomes) - CHANGED.keys()
    before = run_suite(release, functions(found)) if found else {}
    assert sorted(name for name in found if before.get(name) != FAILED) == []
    assert sorted(CHANGED.keys() - failed(outcomes)) == [], "these pass: they need no exception"


def test_each_change_on_purpose_names_its_patch() -> None:
    assert {change["patch"] for change in CHANGED.values()} <= {*brought_files().values()}


def test_the_tests_for_upstream_pass_on_the_copy_and_need_it(copy: Path, release: Path, own_fonts: Path) -> None:
    """Each file has a test that fails on the release; others in it hold for both: what a patch must not change."""
    brought = brought_files()
    assert sorted(name for name, outcome in run_suite(copy, brought, own_fonts).items() if outcome != PASSED) == []
    needing = {name.partition("::")[0] for name in failed(run_suite(release, brought, own_fonts))}
    assert sorted(brought.keys() - needing) == []


def test_a_font_has_the_same_bytes_at_its_first_use_and_later(copy: Path) -> None:
    """By WeasyPrint's own test, in a process that has made nothing before."""
    outcomes = run_suite(copy, ["tests/test_api.py::test_command_line_render"])
    assert [*outcomes.values()] == [PASSED]
