"""The languages that engross knows: all that differs between them is data, one file each in ``words/``.

No stage asks which language it has; it asks the language's words. Every file has the same keys
(``tests/test_language.py``).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from engross.grammars.persistent_cache import PersistentCache

DATA_LANGUAGE = "en"  # of names and subjects in the UN's data
PARSED_WORDS = PersistentCache("words")  # to parse them takes a fiftieth of a start


@dataclass(frozen=True)
class Language:
    """A language: its codes, its direction, and its words by section and key as in ``words/<code>.toml``."""

    code: str  # ISO 639-1: "zh"
    tag: str  # BCP 47: "zh-Hans"
    terminology: str  # ISO 639-2/T: "zho"
    direction: str  # "ltr" or "rtl"
    words: dict[str, Any]

    def word(self, table: str, key: str, /, **fill: object) -> str:
        """Return the phrase at ``table.key`` with its places filled in. Raises KeyError if the language has none."""
        phrase: str = self.words[table][key]
        return phrase.format(**fill) if fill else phrase


@cache
def load_language(code: str) -> Language:
    """Return the language of a two-letter code. Raises ValueError if engross has no words for it."""
    path = files("engross.grammars") / "words" / f"{code}.toml"
    if not path.is_file():
        codes = ", ".join(language_codes())
        raise ValueError(f"no words for language “{code}”; there are {codes}")
    text = path.read_text("utf-8")
    words = PARSED_WORDS.get_or_make(text, lambda: tomllib.loads(text))
    PARSED_WORDS.write()
    head = words["language"]
    return Language(code, head["tag"], head["terminology"], head["direction"], words)


@cache
def language_codes() -> tuple[str, ...]:
    """Return the codes of all languages, in alphabetical order."""
    names = (entry.name for entry in (files("engross.grammars") / "words").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def find_by_terminology(code: str) -> Language | None:
    """Return the language of an ISO 639-2/T code, as FRBRlanguage has it; None if there is none."""
    return next((language for language in map(load_language, language_codes()) if language.terminology == code), None)
