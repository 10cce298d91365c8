"""Guess the language of lines in which no enacting words are found, so that a refusal can list those it expected."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engross.grammars.han import HAN_RANGE
from engross.grammars.language import Language, language_codes, load_language
from engross.readers.lines.lead_words import find_lead_words

GUESSED_LINES = 400  # lines that a guess looks at
DEFAULT_LANGUAGE = "en"
# The letters of each language that shares its script with no other.
SCRIPT_LETTERS = {"zh": f"[{HAN_RANGE}]", "ar": "[\u0620-\u06ff]", "ru": "[\u0400-\u04ff]"}


def guess_language(lines: Iterable[str]) -> Language:
    """Return the language whose lead words, names of organs and dates most lines have; English if none has any."""
    texts = [line for line, _ in zip(lines, range(GUESSED_LINES), strict=False)]
    scores = {code: sum(_has_language_words(text, load_language(code)) for text in texts) for code in language_codes()}
    best = max(scores, key=lambda code: scores[code])
    return load_language(best if scores[best] else DEFAULT_LANGUAGE)


def _has_language_words(text: str, lang: Language) -> bool:
    """Return whether a line begins with lead words of a language, or has a date or the name of an organ in it."""
    has_lead_words = bool(find_lead_words(re.sub(r"^\d{1,3}[.\s-]*", "", text), lang))
    names = (lang.words["organs"][organ] for organ in lang.words["enacting"])
    return has_lead_words or any(name in text for name in names) or bool(re.search(lang.words["reading"]["date"], text))
