"""The words of the desk: every language has the same keys and places, none is unused, each plural has its forms."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from engross.editions import assets
from engross.model.notice import ORIGINALS, Code
from engross.readers.common.label_names import LABEL_NAMES, name_choice
from engross.readers.word.role_doubts import CONTINUATION_NAME, ENACTING_NAME, ITEM_NAME

FOLDER = assets.template_folder() / "desk"
WORDS = {path.stem: json.loads(path.read_text("utf-8")) for path in (FOLDER / "words").glob("*.json")}
NOTICES = {path.stem: json.loads(path.read_text("utf-8")) for path in (FOLDER / "notices").glob("*.json")}
# Codes that no document on the desk has: they are about two documents, or about a run.
OF_OTHERS = {
    Code.VERSIONS_UNLIKE, Code.VERSIONS_REVERSED, Code.PAIR_MISSING, Code.PAIR_DOUBTFUL, Code.SAME_DOCUMENT,
    Code.LANGUAGE_LEFT_OUT, Code.NOTE_APART,
}  # fmt: skip
SAID_OTHERWISE = {Code.WHITE_SPACE: {"what"}}  # words of a sentence that its translations do without
# The plural forms that each language has for whole numbers (Unicode CLDR, plural rules); "other" for fractions too.
PLURALS = {
    "ar": {"zero", "one", "two", "few", "many", "other"},
    "en": {"one", "other"},
    "es": {"one", "other"},
    "fr": {"one", "other"},
    "ru": {"one", "few", "many", "other"},
    "zh": {"other"},
}
# Keys that scripts make of a value: "kind-" and the kind of a block.
MADE = ("kind-", "mend-", "count-", "weight-", "view-", "filter-", "step-", "file-", "paper-", "edition-", "others-")
PLACE = re.compile(r"\{(\w+)\}")


def places(value: str | dict[str, str]) -> set[str]:
    return set(PLACE.findall(value if isinstance(value, str) else value["other"]))


def test_languages_are_those_of_the_united_nations() -> None:
    assert set(WORDS) == set(PLURALS)
    script = (FOLDER / "words.js").read_text("utf-8")
    (listed,) = re.findall(r"LANGUAGES = \{(.*)\}", script)
    assert set(re.findall(r"(\w\w):", listed)) == set(PLURALS)


@pytest.mark.parametrize("code", sorted(PLURALS))
def test_each_language_has_the_same_keys_and_places(code: str) -> None:
    assert list(WORDS[code]) == list(WORDS["en"])
    assert {key: places(value) for key, value in WORDS[code].items()} == {
        key: places(value) for key, value in WORDS["en"].items()
    }
    for key, value in WORDS[code].items():
        if isinstance(value, dict):
            assert set(value) == PLURALS[code], key
    same = [key for key, value in WORDS[code].items() if value == WORDS["en"][key]]
    assert code == "en" or len(same) < 20, "words that are not translated"


@pytest.mark.parametrize("code", sorted(set(PLURALS) - {"en"}))
def test_each_notice_is_told_in_each_language(code: str) -> None:
    """Its sentence has all words of the English one, and no others; English is what the server tells."""
    notices = NOTICES[code]["notices"]
    assert set(notices) == {each.slug for each in Code if each not in OF_OTHERS}
    for each in set(Code) - OF_OTHERS:
        _, sentence, advice = each.value
        told, hint = places(notices[each.slug]["message"]), places(notices[each.slug]["hint"])
        assert told == places(sentence) - SAID_OTHERWISE.get(each, set()), each
        assert hint <= places(sentence) | places(advice) | {"original"}, each
        assert places(advice) <= told | hint, each


@pytest.mark.parametrize("code", sorted(set(PLURALS) - {"en"}))
def test_what_notices_call_things_is_told_in_each_language(code: str) -> None:
    terms = NOTICES[code]["terms"]
    roles = {name_choice(label, begins) for label in LABEL_NAMES for begins in (True, False)}
    assert set(terms) == set(NOTICES["fr"]["terms"])
    assert roles | {ITEM_NAME, CONTINUATION_NAME, ENACTING_NAME, *ORIGINALS.values()} <= set(terms)


def test_no_key_is_unused_and_none_is_missing() -> None:
    scripts = "".join(path.read_text("utf-8") for path in (*FOLDER.glob("*.js"), FOLDER / "desk.html"))
    named = {key for key in WORDS["en"] if f'"{key}"' in scripts}
    assert {key for key in WORDS["en"] if key not in named and not key.startswith(MADE)} == set()
    asked = set(re.findall(r'say\("([\w.-]+)"', scripts)) | set(re.findall(r'data-words="([\w.-]+)"', scripts))
    assert asked - set(WORDS["en"]) == set()


def test_scripts_make_no_markup_of_text() -> None:
    for path in Path(FOLDER).glob("*.js"):
        text = path.read_text("utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text), (
            path.name
        )
