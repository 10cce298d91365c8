"""The words of the desk: every language has the same keys and places, none is unused, each plural has its forms."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from engross.editions import assets

FOLDER = assets.template_folder() / "desk"
WORDS = {path.stem: json.loads(path.read_text("utf-8")) for path in (FOLDER / "words").glob("*.json")}
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
