"""Unforeseen exceptions: a refusal that names the place, with the traceback in a file and none of it in its words."""

from __future__ import annotations

import pickle
import re
import tempfile
import tomllib
from pathlib import Path

import pytest

from engross.model.failure import EXTRA_BY_LIBRARY, keep_trace, make_refusal
from engross.model.notice import Refusal
from engross.model.reading import Overrides
from engross.model.text import fold
from engross.model.tree import Where
from engross.readers import structure
from tests.test_build import ROOT

WHERE = Where("in.txt")


def failed_inside() -> Exception:
    try:
        fold(None)  # type: ignore[arg-type]
    except TypeError as caught:
        return caught
    raise AssertionError


def test_failure_names_stage_and_place_and_keeps_its_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    refusal = make_refusal(failed_inside(), WHERE)
    assert re.fullmatch(r"engross failed here \(stage text: TypeError at model/text\.py:\d+\)", refusal.what)
    (trace,) = tmp_path.iterdir()
    assert refusal.hint == f"please report it with the trace in {trace}; the others go on"
    assert "Traceback" in trace.read_text("utf-8")
    assert "Traceback" not in str(refusal)
    assert refusal.where == WHERE


def test_library_of_an_extra_that_is_not_installed_is_named() -> None:
    """And every extra that brings one is known."""
    refusal = make_refusal(ModuleNotFoundError("No module named 'page.check'", name="page.check"), WHERE)
    assert refusal.what == "that needs the module page.check, which is not installed"
    assert refusal.hint == "install it: pip install 'engross[check]'"
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert {extra for extra in extras if extra not in ("dev", "docs", "test")} == set(EXTRA_BY_LIBRARY.values())


def test_failure_of_a_room_itself_names_the_room() -> None:
    with pytest.raises(AttributeError) as caught:
        structure(None, Overrides())  # type: ignore[arg-type]
    refusal = make_refusal(caught.value, WHERE, lambda _: "")
    assert "(stage readers: AttributeError at readers/__init__.py:" in refusal.what


def test_trace_goes_where_it_is_asked_to() -> None:
    kept: list[str] = []

    def keep(trace: str) -> str:
        kept.append(trace)
        return "run/traces/in.txt"

    refusal = make_refusal(ValueError("x \ud800"), WHERE, keep)
    assert "run/traces/in.txt" in refusal.hint
    assert "ValueError" in kept[0]


def test_trace_that_cannot_be_written_is_no_second_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert keep_trace("x") == ""
    assert "could not be written" in make_refusal(ValueError(), WHERE).hint


def test_stack_and_memory_that_run_out_have_words_of_their_own() -> None:
    assert make_refusal(MemoryError(), WHERE).hint.startswith("allow more with --memory MB")
    unloaded = ImportError("libxslt.so.1: failed to map segment from shared object")
    assert make_refusal(unloaded, WHERE).hint.startswith("allow more with --memory MB")
    assert make_refusal(RecursionError(), WHERE).what.startswith("it is nested too deeply")


def test_machine_that_does_not_do_its_part_is_told_from_a_fault_of_engross() -> None:
    refusal = make_refusal(FileNotFoundError(2, "No usable temporary directory found"), WHERE)
    assert refusal.what.startswith("this machine cannot do what engross needs: No usable temporary directory found")
    assert "TMPDIR" in refusal.hint


def test_refusal_stays_what_it_is_and_can_be_sent() -> None:
    refusal = Refusal("what", "hint", WHERE)
    assert make_refusal(refusal) is refusal
    received = pickle.loads(pickle.dumps(refusal))
    assert (str(received), received.hint, received.where) == (str(refusal), "hint", WHERE)
