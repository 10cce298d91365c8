"""Values kept from process to process: the same values, and never those of another source."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from engross.editions.typeset.template_cache import TemplateCache
from engross.grammars.persistent_cache import PersistentCache

# Caches values in the folder of Python's bytecode, and prints those that were not in the cache yet.
KEEPS = """
from engross.grammars.persistent_cache import PersistentCache
kept = PersistentCache("test")
for made_of in ("a", "b", "a"):
    code = kept.get_or_make(made_of, lambda: print("made", made_of) or compile(f"answer = {made_of!r}", "", "exec"))
    room = {}
    exec(code, room)
    assert room["answer"] == made_of
kept.write()
"""


def said(folder: Path, *options: str) -> str:
    words = (sys.executable, *options, "-X", f"pycache_prefix={folder}", "-c", KEEPS)
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*test*") if path.is_file()]


@pytest.fixture(autouse=True)
def _bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)


@pytest.mark.process
def test_a_value_is_made_once_for_all_processes(tmp_path: Path) -> None:
    assert said(tmp_path) == "made a\nmade b\n"
    assert said(tmp_path) == ""


@pytest.mark.process
def test_a_broken_file_is_begun_anew(tmp_path: Path) -> None:
    said(tmp_path)
    (path,) = files(tmp_path)
    for broken in (b"", path.read_bytes()[:-9], b"i\x01\x00\x00\x00"):
        path.write_bytes(broken)
        assert said(tmp_path) == "made a\nmade b\n"
        assert said(tmp_path) == ""


@pytest.mark.process
def test_nothing_is_written_where_python_is_to_write_no_bytecode(tmp_path: Path) -> None:
    assert said(tmp_path, "-B") == said(tmp_path, "-B") == "made a\nmade b\n"
    assert not files(tmp_path)


@pytest.mark.process
def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert said(tmp_path / "file") == "made a\nmade b\n"


def test_a_template_is_compiled_anew_when_it_or_what_it_depends_on_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engross.editions.typeset.template_cache.TEMPLATE_CODE", PersistentCache("nowhere"))
    monkeypatch.setattr(PersistentCache, "write", lambda _: None)

    def made(text: str, about: str, whole: bool = False) -> str:
        loader, cache = DictLoader({"a": text}), TemplateCache(about)
        env = Environment(loader=loader, bytecode_cache=cache, autoescape=True, keep_trailing_newline=whole)
        return env.get_template("a").render()

    assert made("one\n", "1") == "one"
    assert made("two\n", "1") == "two"
    assert (
        made("one\n", "1", whole=True) == "one"
    )  # the cache does not see this option, so ``about`` must change with it
    assert made("one\n", "2", whole=True) == "one\n"
