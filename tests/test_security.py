"""SECURITY.md is true: every bound with its value, every file and command that it names."""

from __future__ import annotations

import re
from pathlib import Path

from engross.model import limits

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")


def test_every_bound_stands_there_with_its_value() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| ([\d,]+) \|", PAGE, re.MULTILINE))
    bounds = {name: value for name, value in vars(limits).items() if name.isupper() and name != "MB"}
    assert {name: float(value.replace(",", "")) for name, value in rows.items()} == bounds


def test_files_that_it_names_are_there() -> None:
    named = re.findall(r"`([\w./*-]+\.(?:py|lock|toml|json))`", PAGE)
    assert len(named) >= 5
    assert [name for name in named if not list(ROOT.glob(name))] == []


def test_commands_that_it_names_are_there() -> None:
    modules = re.findall(r"`python -m ([\w.]+)`", PAGE)
    assert modules
    assert [name for name in modules if not (ROOT / f"{name.replace('.', '/')}.py").is_file()] == []


def test_it_is_short() -> None:
    assert len(PAGE.splitlines()) <= 90
