"""Recognise the enacting words that open a text: "The General Assembly," and the like, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from engross.grammars.language import Language, load_language

OTHER_ORGAN = "other"  # the key of a body without a name and enacting words in the language's words
# Organs whose enacting words stand alone too, with no comma and no preamble below ("The Security Council decides …").
PRINCIPAL_ORGANS = ("ga", "sc", "ecosoc", "hrc")
_APOSTROPHE = "['’ʼ]"

_NUMBER_OF_SESSION = r"[^,，،.;:]{1,40}?"  # "Seventy-fifth", 第七十五届


def match_enacting_words(text: str, language: Language) -> Iterator[tuple[str, int]]:
    """Yield each organ whose enacting words ``text`` begins with, and where they end.

    White space does not count, which extractors lose, nor the shape of an apostrophe; they may be in capitals.
    """
    if not _compile_any_phrase(language.code).match(text):
        return  # as of most lines
    for organ, pattern in _compile_phrases(language.code).items():
        match = pattern.match(text)
        if match and (match["exact"] or match[0].isupper()):
            yield organ, match.end()


def are_enacting_words(text: str, language: Language) -> bool:
    """Return whether a text is an organ's enacting words and nothing else, without their comma."""
    return any(end == len(text) for _, end in match_enacting_words(text, language))


def is_other_enacting_line(text: str, language: Language) -> bool:
    """Return whether a line may be the enacting words of a body that the language's words do not have."""
    end = text.rstrip()[-1:]
    return end in (",", "，", "،") and bool(re.fullmatch(language.words["reading"]["other_organ"], text.rstrip()[:-1]))


@cache
def _compile_phrases(code: str) -> dict[str, re.Pattern[str]]:
    """Return the patterns of a language's enacting words, by organ."""
    spelled = ((organ, _spell_pattern(phrase)) for organ, phrase in load_language(code).words["enacting"].items())
    return {organ: re.compile(rf"(?P<exact>{words})|(?i:{words})") for organ, words in spelled}


@cache
def _compile_any_phrase(code: str) -> re.Pattern[str]:
    """Return a pattern that matches where one of a language's enacting words does, whatever their capitals."""
    phrases = load_language(code).words["enacting"].values()
    return re.compile("|".join(f"(?i:{_spell_pattern(phrase)})" for phrase in phrases))


def _spell_pattern(phrase: str) -> str:
    """Return the pattern of enacting words, with or without the white space between them."""
    pieces = phrase.replace("…", " … ").split()
    spelled = (_NUMBER_OF_SESSION if word == "…" else re.escape(word).replace("’", _APOSTROPHE) for word in pieces)
    return r"\s*".join(spelled)
