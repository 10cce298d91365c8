"""WeasyPrint loaded faster: ready-made declarations, changed modules with their line numbers, and late imports."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import cffi
import pytest
import weasyprint

from engross.editions.pdf import fast_import, ffi_declarations
from engross.editions.pdf.patches.line_order.levels import LEVELS_DECLARATION
from engross.editions.pdf.patches.speed.font_subset_cache import PREPROCESS_DECLARATION

FOLDER = Path(weasyprint.__file__).parent
HEAD = '''# fmt: off
# ruff: noqa: E501
"""WeasyPrint's declarations of C functions, and those of ``font_subset_cache`` and
``line_order``, as cffi writes them once parsed.

Made by ``pytest tests/test_early.py --accept``. SOURCE: the SHA-256 of the declarations in weasyprint.text.ffi.
``ffi`` is None where the cffi that is installed does not take what this one wrote.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import _cffi_backend

SOURCE = "{digest}"
ffi: Any = None
with suppress(ImportError):
    {made}
'''
# Prints what is loaded with engross's PDF edition, and whether cffi parses declarations.
LOADED = """
import sys
import engross.editions.pdf
from weasyprint.text import ffi
print(hasattr(ffi.ffi, "cdef"), "pycparser" in sys.modules, "fontTools.subset" in sys.modules)
"""


def source(name: str) -> str:
    return (FOLDER.joinpath(*name.split(".")[1:]).with_suffix(".py")).read_text("utf-8")


def says(script: str) -> str:
    done = subprocess.run((sys.executable, "-c", script), check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_the_declarations_are_those_of_the_weasyprint_that_is_installed(tmp_path: Path, accept: bool) -> None:
    """If this fails upstream has changed them: they are parsed in each process until this is accepted."""
    declarations = fast_import.extract_declarations(source(fast_import.FFI_MODULE))
    writer: Any = cffi.FFI()
    writer.cdef(f"{declarations}\n{PREPROCESS_DECLARATION}\n{LEVELS_DECLARATION}\n")
    writer.set_source("engross.editions.pdf.ffi_declarations", None)
    writer.emit_python_code(str(tmp_path / "declared.py"))
    definition = "ffi = " + (tmp_path / "declared.py").read_text("ascii").partition("ffi = ")[2].strip()
    text = HEAD.format(digest=hashlib.sha256(declarations.encode()).hexdigest(), made=definition)
    if accept:
        Path(ffi_declarations.__file__).write_text(text, "ascii")
    assert Path(ffi_declarations.__file__).read_text("ascii") == text


@pytest.mark.process
def test_weasyprint_reads_its_declarations_itself() -> None:
    """If this fails upstream has them parsed beforehand, and ``fast_import`` need not."""
    alone = "import weasyprint, sys; print('pycparser' in sys.modules, 'fontTools.subset' in sys.modules)"
    assert says(alone) == "True True"
    assert says(LOADED) == "False False False"


@pytest.mark.parametrize("name", [fast_import.FFI_MODULE, *fast_import.SOURCE_CHANGES])
def test_a_changed_module_has_its_lines_where_they_were(name: str) -> None:
    """Patches change the source of a function, which Python finds by line numbers."""
    before, after = source(name), fast_import.change_source(name, source(name))
    assert after != before
    assert after.count("\n") == before.count("\n")
    kept = [line for line in before.splitlines() if line.startswith(("def ", "class "))]
    assert [line for line in after.splitlines() if line.startswith(("def ", "class "))] == kept
    for line in kept:
        assert after.splitlines().index(line) == before.splitlines().index(line)


@pytest.mark.parametrize("name", [fast_import.FFI_MODULE, *fast_import.SOURCE_CHANGES])
def test_another_source_is_loaded_as_it_is(name: str) -> None:
    for other in (
        "",
        source(name)
        .replace("import", "import ", 1)
        .replace("guint", "gint")
        .replace("subset\n", "s\n")
        .replace("PH)", "Q)"),
    ):
        assert fast_import.change_source(name, other) == other


def test_declarations_that_cffi_does_not_take_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffi_declarations, "ffi", None)
    assert fast_import.change_source(fast_import.FFI_MODULE, source(fast_import.FFI_MODULE)) == source(
        fast_import.FFI_MODULE
    )


def test_a_module_that_is_not_changed_is_found_by_python_itself() -> None:
    assert fast_import._ChangingFinder().find_spec("weasyprint.text.fonts", None) is None


def test_what_is_late_is_there_when_it_is_used() -> None:
    module, function = fast_import.LazyImport("json"), fast_import.LazyImport("json", "dumps")
    assert module.loads("[1]") == [1]
    assert function([1]) == "[1]"
    assert function.__name__ == "dumps"
    assert isinstance(fast_import.LazyImport("fontTools.subset").Options, type)
    assert fast_import.LazyImport("weasyprint", "CSS", string="p { color: red }").matcher is not None
