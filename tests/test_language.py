"""The languages' data: the same keys and placeholders in each file, patterns that compile and have the groups used."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Any

import pytest

from engross.editions import assets
from engross.editions.pdf.patches.chinese_lines.char_classes import HAN_CHARACTER
from engross.grammars.han import HAN_RANGE
from engross.grammars.language import find_by_terminology, language_codes, load_language

# Patterns of a language file, with the named groups that code reads from each.
GROUPS = {
    "reading.date": {"day", "month", "year"},
    "reading.meeting": {"n"},
    "adoption.head": {"number"},
    "adoption.old_head": {"number"},
    "adoption.meeting": {"n"},
}
READING = ("reading.date", "reading.meeting", "reading.annex", "reading.other_organ", "reading.page")
TABLES = ("adoption.", "masthead_lines.", "draft_head.", "calls.not_", "citation.")
PATTERNS = (*READING, *TABLES, "lead.operative")
PLAIN = {"reading.resumed", "citation.kind_follows", "citation.named"}
ORGANS = {"chr", "unea", "ga", "sc", "ecosoc", "hrc", "council", "own", "unknown"}


def leaves(table: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each value of a language file with its dotted key; lists are values."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def phrases(code: str) -> dict[str, str]:
    """Return the phrases of a language: its texts that are no patterns."""
    texts_by_key = leaves(load_language(code).words)
    return {key: value for key, value in texts_by_key if isinstance(value, str) and not is_pattern(key)}


def is_pattern(key: str) -> bool:
    """Return whether a key holds a regular expression."""
    return key.startswith(PATTERNS) and key not in PLAIN


def places(phrase: str) -> set[str | None]:
    """Return the placeholders {in a phrase} that are filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None}


def patterns() -> list[tuple[str, str]]:
    """Return each pattern of each language as code and key."""
    return [(code, key) for code in language_codes() for key, _ in leaves(load_language(code).words) if is_pattern(key)]


def value(code: str, key: str) -> str:
    """Return the text at a dotted key."""
    text = dict(leaves(load_language(code).words))[key]
    assert isinstance(text, str)
    return text


def test_every_official_language_of_the_un_has_its_words() -> None:
    assert {"ar", "en", "es", "fr", "ru", "zh"} <= set(language_codes())


@pytest.mark.parametrize("code", language_codes())
def test_every_file_has_the_same_keys_in_the_same_kinds(code: str) -> None:
    def shape(of: str) -> dict[str, str]:
        kinds = {key: type(value).__name__ for key, value in leaves(load_language(of).words)}
        return {key: "number" if kind in ("int", "float") else kind for key, kind in kinds.items()}

    assert shape(code) == shape("en")


@pytest.mark.parametrize("code", language_codes())
def test_every_phrase_has_the_same_places(code: str) -> None:
    english = phrases("en")
    assert {k: places(v) for k, v in phrases(code).items()} == {k: places(v) for k, v in english.items()}


@pytest.mark.parametrize("code", language_codes())
def test_no_phrase_is_empty(code: str) -> None:
    assert [key for key, phrase in phrases(code).items() if not phrase.strip()] == []


@pytest.mark.parametrize(("code", "key"), patterns())
def test_patterns_compile_with_the_groups_that_code_reads(code: str, key: str) -> None:
    assert set(re.compile(value(code, key)).groupindex) >= GROUPS.get(key, set())


@pytest.mark.parametrize(("code", "key"), patterns())
def test_citation_patterns_have_no_groups_of_their_own(code: str, key: str) -> None:
    """Code joins them into one pattern and asks which of its groups matched."""
    if key.startswith(("citation.organs.", "citation.resolution", "citation.decision")):
        assert re.compile(value(code, key)).groups == 0


@pytest.mark.parametrize("code", language_codes())
def test_organs_of_citations_are_those_that_code_knows(code: str) -> None:
    assert set(load_language(code).words["citation"]["organs"]) == ORGANS


@pytest.mark.parametrize("code", language_codes())
def test_language_knows_its_codes(code: str) -> None:
    one = load_language(code)
    assert (one.code, find_by_terminology(one.terminology)) == (code, one)
    assert one.direction in ("ltr", "rtl")
    assert one.tag.split("-")[0] == code


def test_word_fills_in_places() -> None:
    assert load_language("en").word("labels", "operative", n=3) == "para. 3"
    assert (
        load_language("zh").word("labels", "unknown", organ="世界卫生大会", number="75/19") == "世界卫生大会第75/19号"
    )
    with pytest.raises(KeyError):
        load_language("en").word("labels", "no such key")


def test_language_without_words() -> None:
    with pytest.raises(ValueError, match=r"no words for language “xx”; there are .*en.*zh"):
        load_language("xx")
    assert find_by_terminology("xxx") is None


@pytest.mark.parametrize("code", language_codes())
def test_names_of_organs_are_patterns_and_stay_as_they_are(code: str) -> None:
    """A name that was adapted to a list is not changed again."""
    for pattern, name in load_language(code).words["citation"]["named"]:
        assert re.compile(pattern).sub(name, name) == name


def test_every_language_has_its_sheets_and_every_sheet_a_language() -> None:
    named = {sheet for code in language_codes() for sheet in load_language(code).words["page"]["sheets"]}
    assert named == {f"lang/{path.name}" for path in (assets.style_folder() / "lang").iterdir()}


def test_lines_of_chinese_know_the_same_han_characters() -> None:
    """Their modules are offered to WeasyPrint as they stand, so they have no import from the grammars."""
    assert HAN_CHARACTER.pattern == f"[{HAN_RANGE}]"


def test_han_range_has_letters_and_no_punctuation() -> None:
    han = re.compile(f"[{HAN_RANGE}]")
    assert all(map(han.fullmatch, "〇一龥㐀𠀀豈"))
    assert not any(map(han.fullmatch, "，。、《》「」（）１Ａカ・　—…·"))
