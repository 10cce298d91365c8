"""Names of editions and texts for terminals: whatever a source is called, it stays inside and steers nothing."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engross.grammars.edition_name import MAX_NAME_BYTES, UNPRINTABLE, make_edition_name, spell_name
from engross.grammars.terminal import STEERING_CHARACTER, spell_controls

STEPS = ("..", ".", "/", "\\", "C:", "~", "-", "*", "%2E", "CON", "nul", " ", "a")
STRANGE = ("\x1b[31m", "\x9b", "\x00", "\n", "e\u0301", "\udce9", "\ud800", "\u202e", "\u2066", "\ufeff", "\uffff")
LONG = ("x" * 300, "联" * 100, "\U0001f3fb" * 60)
PIECES = st.sampled_from(STEPS + STRANGE + LONG)
NAMES = st.one_of(st.text(st.characters(categories=None)), st.lists(PIECES).map("".join))
ORDINARY = st.text(st.sampled_from("abcXYZ019_-()[]+=,;'& éü大会"), min_size=1, max_size=60)


@given(NAMES)
@example("..")
@example(".")
@example("")
@example("/etc/passwd")
@example("..\\..\\x")
@example("CON.zh")
def test_name_is_one_part_of_a_path_anywhere(stem: str) -> None:
    name = make_edition_name(stem)
    assert name not in ("", ".", "..")
    assert len(name.encode("utf-8")) <= MAX_NAME_BYTES
    assert PurePosixPath(name).parts == PureWindowsPath(name).parts == (name,)
    assert not PureWindowsPath(name).is_reserved()
    assert not UNPRINTABLE.search(name)
    assert name == name.rstrip(". ").removeprefix(".")
    assert os.path.normpath(Path("out") / name) == str(Path("out", name))
    assert make_edition_name(name) == name


@given(ORDINARY)
def test_ordinary_name_is_kept(stem: str) -> None:
    name = unicodedata.normalize("NFC", stem.strip())
    assert not name or make_edition_name(name) == name


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("A_RES_77_213.zh", "A_RES_77_213.zh"),
        ("..", "%2E%2E"),
        ("", "source"),
        ("caf\udce9", "caf%E9"),
        ("caf\udce8", "caf%E8"),
        ("cafe\u0301", "café"),
        ("x\x1b[31m", "x%1B[31m"),
        ("a/../b", "a%2F..%2Fb"),
        ("nul", "_nul"),
        ("draft. ", "draft%2E%20"),
        ("\u202egnp", "%E2%80%AEgnp"),
    ],
)
def test_spelling_of_a_name(stem: str, name: str) -> None:
    assert make_edition_name(stem) == name


def test_long_names_that_differ_at_the_end_stay_two() -> None:
    assert make_edition_name("x" * 300) != make_edition_name("x" * 299 + "y")


@given(NAMES)
def test_shown_name_can_stand_in_xml_and_in_utf_8(name: str) -> None:
    assert not UNPRINTABLE.search(spell_name(name))
    assert spell_name(name).encode("utf-8").decode("utf-8") == spell_name(name)


@given(NAMES)
@example("\x9b31m")
def test_nothing_steers_a_terminal(text: str) -> None:
    shown = spell_controls(text)
    assert not STEERING_CHARACTER.search(shown)
    assert all(unicodedata.category(character) not in ("Cc", "Cs") or character in "\t\n" for character in shown)
    if not STEERING_CHARACTER.search(text):
        assert shown == text
