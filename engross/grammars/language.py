"""The languages of the house: all that differs between them is data, one file each in ``words/``.

No stage asks which language it has; it asks the language's words. Every file has the same keys
(``tests/test_language.py``).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Language:
    """A language: its codes, its direction, and its words by section and key as in ``words/<code>.toml``."""

    code: str  # ISO 639-1: "zh"
    tag: str  # BCP 47: "zh-Hans"
    terminology: str  # ISO 639-2/T: "zho"
    direction: str  # "ltr" or "rtl"
    words: dict[str, Any]

    def word(self, table: str, key: str, /, **fill: object) -> str:
        """The phrase at ``table.key``, its places filled in. KeyError where the language file lacks it."""
        phrase: str = self.words[table][key]
        return phrase.format(**fill) if fill else phrase


@cache
def load_language(code: str) -> Language:
    """The language of a two-letter code. ValueError where engross has no words for it."""
    path = files("engross.grammars") / "words" / f"{code}.toml"
    if not path.is_file():
        known = ", ".join(language_codes())
        raise ValueError(f"no words for language “{code}”; there are {known}")
    words = tomllib.loads(path.read_text("utf-8"))
    head = words["language"]
    return Language(code, head["tag"], head["terminology"], head["direction"], words)


@cache
def language_codes() -> tuple[str, ...]:
    """The codes of the languages there are, in alphabetical order."""
    names = (entry.name for entry in (files("engross.grammars") / "words").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def find_by_terminology(code: str) -> Language | None:
    """The language of an ISO 639-2/T code such as FRBRlanguage has, or None."""
    return next((one for one in map(load_language, language_codes()) if one.terminology == code), None)
