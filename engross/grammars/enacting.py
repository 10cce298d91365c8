"""Recognise the enacting words that open a text: "The General Assembly," and the like, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from engross.grammars.language import Language, load_language

_APOSTROPHE = "['’ʼ]"


def match_enacting_words(text: str, language: Language) -> Iterator[tuple[str, int]]:
    """Yield each organ whose enacting words ``text`` begins with, and where they end.

    White space does not count, which extractors lose, nor the shape of an apostrophe; they may be in capitals.
    """
    for organ, pattern in _compile_phrases(language.code).items():
        match = pattern.match(text)
        if match and (match["exact"] or match[0].isupper()):
            yield organ, match.end()


@cache
def _compile_phrases(code: str) -> dict[str, re.Pattern[str]]:
    """Return the patterns of a language's enacting words, by organ."""
    phrases = load_language(code).words["enacting"].items()
    return {organ: re.compile(_spell_pattern(phrase)) for organ, phrase in phrases}


def _spell_pattern(phrase: str) -> str:
    words = r"\s*".join(re.escape(word).replace("’", _APOSTROPHE) for word in phrase.split())
    return rf"(?P<exact>{words})|(?i:{words})"
