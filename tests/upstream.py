"""Make patches for WeasyPrint from ours, and copies of WeasyPrint to try patches on."""

from __future__ import annotations

import difflib
import inspect
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import weasyprint

from engross.editions.pdf.patches import (
    alphabetic_lines,
    balance,
    balanced_lines,
    chinese_lines,
    footnote_rows,
    footnote_split,
    notes,
    table_rows,
)
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
# Behind the last of these in a module of layout stand the imports of our hooks.
FIRST_IMPORTS = re.compile(r"^from \.(?:absolute|chinese) .*\n", re.MULTILINE)


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


def chinese_patch(test: str) -> str:
    """Return the unified diff that adds the modules of Chinese lines to WeasyPrint, with a test, no heading."""
    return _diff_all({}, _add_chinese_lines()) + _diff(Path("tests/layout/test_chinese_lines.py"), test)


def alphabetic_patch(test: str) -> str:
    """Return the unified diff that adds alphabetic lines to a WeasyPrint that has the patch of Chinese lines."""
    before = _add_chinese_lines()
    changed = _add_hooks(before, alphabetic_lines.PATCHES, "alphabetic")
    changed |= _copy_modules(alphabetic_lines, "alphabetic")
    return _diff_all(before, changed) + _diff(Path("tests/layout/test_alphabetic_lines.py"), test)


def balanced_patch(test: str) -> str:
    """Return the unified diff that adds even lines of titles to WeasyPrint, with a test, no heading."""
    block = Path("layout/block.py")
    text = (
        (INSTALLED / block)
        .read_text("utf-8")
        .replace("\nfrom .absolute ", "\nfrom . import balanced_lines\nfrom .absolute ")
    )
    for patch in balance.PATCHES:
        assert _path(patch.module) == block
        text = _applied(patch, text)
    changed = {block: text, Path("layout/balanced_lines.py"): _ours(Path(str(balanced_lines.__file__)), "from .")}
    return _diff_all({}, changed) + _diff(Path("tests/layout/test_balanced_lines.py"), test)


def _add_chinese_lines() -> dict[Path, str]:
    """Return the files of WeasyPrint that are changed and added by the engine of Chinese lines."""
    return _add_hooks({}, chinese_lines.PATCHES, "chinese") | _copy_modules(chinese_lines, "chinese")


def _add_hooks(before: dict[Path, str], patches: Iterable[Patch], name: str) -> dict[Path, str]:
    """Return the modules that patches change, each with an import of our hooks if it calls them."""
    changed: dict[Path, str] = {}
    for patch in patches:
        path = _path(patch.module)
        text = changed.get(path) or before.get(path) or (INSTALLED / path).read_text("utf-8")
        changed[path] = _applied(patch, text)
    for path, text in changed.items():
        if f"{name}." in text:
            place = [imported.end() for imported in FIRST_IMPORTS.finditer(text)][-1]
            changed[path] = f"{text[:place]}from .{name} import weasyprint_hooks as {name}\n{text[place:]}"
    return changed


def _copy_modules(package: ModuleType, name: str) -> dict[Path, str]:
    folder = Path(str(package.__file__)).parent
    return {Path("layout") / name / path.name: _ours(path, "from ..") for path in sorted(folder.glob("*.py"))}


def _ours(module: Path, up: str) -> str:
    """Return a module of ours as one of WeasyPrint's layout; of a package itself, its docstring.

    ``up``: what an import from the layout begins with there.
    """
    text = module.read_text("utf-8")
    if module.name == "__init__.py":
        return text[: text.index('"""\n', 3) + 4]
    text = text.replace(f"from engross.editions.pdf.patches.{module.parent.name}.", "from .")
    text = re.sub(r"from engross\.editions\.pdf\.patches\.(\w+)_lines\b", rf"{up}\1", text)
    text = text.replace("from weasyprint.layout.", up).replace("from weasyprint.layout import", f"{up} import")
    return re.sub("  # (?:type: ignore|noqa).*", "", text.replace("from weasyprint.", f"{up}."))


def _diff_all(before: dict[Path, str], changed: dict[Path, str]) -> str:
    return "".join(_diff(Path("weasyprint") / path, changed[path], before.get(path, "")) for path in sorted(changed))


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


def _diff(path: Path, after: str, before: str = "") -> str:
    """Return the unified diff of a file; ``before``: its text, if that is not the installed file's."""
    old = INSTALLED.parent / path
    before = before or (old.read_text("utf-8") if old.is_file() else "")
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
