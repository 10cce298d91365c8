"""No pattern repeats a group possessively: Python 3.11.2 keeps what a failed alternative of it has matched.

``re.match("(?:M1v2z)++", "M1v2zM1v2h")`` matches too much there. An atomic group, ``(?>(?:…)+)``, means the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.test_build import ROOT

POSSESSIVE_GROUP = re.compile(r"(?<![(\[\\])\)[*+?]\+")


def possessive_groups(folder: Path) -> Iterator[str]:
    """Yield the lines of code and data that repeat a group possessively, comments left out."""
    for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.toml"))):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if POSSESSIVE_GROUP.search(line.partition("# ")[0]):
                yield f"{path.relative_to(folder)}:{number}: {line.strip()}"


def test_groups_are_not_possessive() -> None:
    assert list(possessive_groups(ROOT / "engross")) == []


def test_planted_group_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('A = re.compile("(?:a|b)*+")\nB = "[)]?+ ()*+ a*+"  # not (?:a)*+\n', "utf-8")
    assert len(list(possessive_groups(tmp_path))) == 1
