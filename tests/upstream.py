"""Make patches for WeasyPrint from ours, and copies of WeasyPrint to try patches on."""

from __future__ import annotations

import difflib
import inspect
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from types import ModuleType

import weasyprint

from engross.editions.pdf.patches import chinese_lines, footnote_rows, footnote_split, notes, table_rows
from engross.editions.pdf.patches.patch import Patch

INSTALLED = Path(weasyprint.__file__).parent
PATCHES = Path(__file__).parent.parent / "docs" / "upstream"
# Imports of our modules, and how WeasyPrint's own modules would spell them.
INWARD = (
    ("from weasyprint.css import", "from ..css import"),
    ("from weasyprint.formatting_structure import", "from ..formatting_structure import"),
    ("from weasyprint.layout import", "from . import"),
    ("from engross.editions.pdf.patches.footnote_split import", "from .footnote_layout import"),
)


def split_patch(test: str) -> str:
    """Return the unified diff of our patches of notes against the installed WeasyPrint, with a test, no heading."""
    changed: dict[Path, str] = {}
    for patch in (*notes.PATCHES, *table_rows.PATCHES):
        path = _path(patch.module)
        changed[path] = _applied(patch, changed.get(path, (INSTALLED / path).read_text("utf-8")))
    changed = {path: _importing(text, path) for path, text in changed.items()}
    for name, module in (("footnote_layout", footnote_split), ("footnote_rows", footnote_rows)):
        module_text = inspect.getsource(module)
        for ours, theirs in INWARD:
            module_text = module_text.replace(ours, theirs)
        changed[Path(f"layout/{name}.py")] = module_text
    diffs = [_diff(Path("weasyprint") / path, changed[path]) for path in sorted(changed)]
    return "".join([*diffs, _diff(Path("tests/layout/test_footnotes_split.py"), test)])


def lines_patch(test: str) -> str:
    """Return the unified diff that adds the modules of Chinese lines to WeasyPrint, with a test, no heading."""
    inline = Path("layout/inline.py")
    text = (INSTALLED / inline).read_text("utf-8")
    for patch in chinese_lines.PATCHES:
        assert _path(patch.module) == inline
        text = _applied(patch, text)
    first = "from .absolute import AbsolutePlaceholder, absolute_layout\n"
    assert first in text
    changed = {inline: text.replace(first, f"{first}from .chinese import weasyprint_hooks as chinese\n", 1)}
    for module in sorted(Path(str(chinese_lines.__file__)).parent.glob("*.py")):
        changed[Path("layout/chinese") / module.name] = _ours(module)
    diffs = [_diff(Path("weasyprint") / path, changed[path]) for path in sorted(changed)]
    return "".join([*diffs, _diff(Path("tests/layout/test_chinese_lines.py"), test)])


def _ours(module: Path) -> str:
    """Return a module of Chinese lines as one of WeasyPrint's; of the package itself, its docstring."""
    text = module.read_text("utf-8")
    if module.name == "__init__.py":
        return text[: text.index('"""\n', 3) + 4]
    text = text.replace("from engross.editions.pdf.patches.chinese_lines.", "from .").replace(
        "from weasyprint.layout.", "from .."
    )
    return re.sub("  # (?:type: ignore|noqa).*", "", text.replace("from weasyprint.", "from ..."))


def _path(module: ModuleType) -> Path:
    return Path(str(module.__file__)).relative_to(INSTALLED)


def _applied(patch: Patch, text: str) -> str:
    indent = "    " if patch.owner else ""
    old, new = (textwrap.indent(part, indent) if "\n" in part else part for part in (patch.old, patch.new))
    assert text.count(old) == 1, patch
    return text.replace(old, new)


def _importing(text: str, path: Path) -> str:
    """Return a module with an import of footnote_layout before its first relative import; of footnote_rows in table.py.

    The latter is late: table.py imports what would import it again.
    """
    before = "    from .block import (  # isort:skip\n" if path.name == "table.py" else "from .absolute import"
    indent = before[: len(before) - len(before.lstrip())]
    line = "from . import footnote_rows  # isort:skip" if path.name == "table.py" else "from . import footnote_layout"
    assert before in text
    return text.replace(before, f"{indent}{line}\n{before}", 1)


def _diff(path: Path, after: str) -> str:
    old = INSTALLED.parent / path
    before = old.read_text("utf-8") if old.is_file() else ""
    names = (f"a/{path}" if before else "/dev/null", f"b/{path}")
    lines = difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), *names)
    return "".join(lines)


def copied(folder: Path) -> Path:
    """Copy the installed WeasyPrint into a folder, and return the folder."""
    shutil.copytree(INSTALLED, folder / "weasyprint", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def apply(patch: Path, folder: Path) -> None:
    """Apply a patch to the copy in a folder; every hunk must fit exactly."""
    command = ["patch", "-p1", "--fuzz=0", "--no-backup-if-mismatch", "-i", str(patch)]
    process = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)
    assert process.returncode == 0, process.stdout
    assert "offset" not in process.stdout


def passes(test: Path, package: Path, fonts: Path) -> bool:
    """Return whether a patch's test passes with the WeasyPrint in a folder, with our fonts as the only ones."""
    config = package / "fonts.conf"
    cache = f"<cachedir>{package}/cache</cachedir>"
    config.write_text(f'<?xml version="1.0"?><fontconfig><dir>{fonts}</dir>{cache}</fontconfig>')
    env = {"PYTHONPATH": str(package), "FONTCONFIG_FILE": str(config), "PATH": "/usr/bin:/bin", "HOME": str(package)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(test.parent), str(test)]
    process = subprocess.run(command, check=False, cwd=package, env=env, capture_output=True, text=True)
    assert process.returncode in (0, 1), process.stdout + process.stderr
    return process.returncode == 0
