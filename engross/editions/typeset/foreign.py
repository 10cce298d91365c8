"""Mark words in another script than the document's, so that a screen reader changes its voice (PDF/UA 7.2, WCAG 3.1.2).

The language of masthead lines is known: the UN leaves some in English. Of a phrase in the text only the script is
known, and only the script is marked: ``und-Latn`` (BCP 47).
"""

from __future__ import annotations

import re
from functools import cache

from engross.grammars.language import Language

MASTHEAD_LANGUAGE = "en"
# Two words or more: any voice reads a single acronym or name well enough, and a symbol is no phrase.
PHRASE_PATTERNS = {
    "Latn": r"[A-Za-z\u00c0-\u024f][a-z\u00c0-\u024f’'.-]+(?:[ \u00a0][A-Za-z\u00c0-\u024f][a-z\u00c0-\u024f’'.-]+)+",
    "Cyrl": r"[\u0400-\u04ff]{2,}(?:[ \u00a0][\u0400-\u04ff]+)*",
    "Arab": r"[\u0600-\u06ff]{2,}(?:[ \u00a0][\u0600-\u06ff]+)*",
    "Hani": r"[\u3400-\u9fff]{2,}",
}


def masthead_language_tag(line: str, lang: Language) -> str:
    """Return the language tag of a masthead line that is not in the document's script; "" for one that is."""
    if lang.words["language"]["script"] == "Latn" or not re.search("[A-Za-z]{3}", line):
        return ""
    letters = [character for character in line if character.isalpha()]
    latin = sum(character.isascii() for character in letters)
    return MASTHEAD_LANGUAGE if latin == len(letters) else ""


def is_turned_symbol(text: str, lang: Language) -> bool:
    """Return whether ``text`` is a symbol, which runs from left to right, in a document that runs from right to left.

    A number is none: 1325 (2000) is read from the right.
    """
    return lang.direction == "rtl" and not re.search("[\u0600-\u06ff]", text) and bool(re.search("[A-Za-z]", text))


def split_foreign_phrases(text: str, lang: Language) -> tuple[tuple[str, str], ...]:
    """Split ``text`` into pieces, each with its language tag: "" for the document's own."""
    pattern = _foreign_pattern(lang.words["language"]["script"])
    pieces: list[tuple[str, str]] = []
    at = 0
    for match in pattern.finditer(text):
        pieces += [(text[at : match.start()], "")] if match.start() > at else []
        pieces.append((match[0], f"und-{match.lastgroup}"))
        at = match.end()
    return (*pieces, (text[at:], "")) if at < len(text) else tuple(pieces)


@cache
def _foreign_pattern(script: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in PHRASE_PATTERNS.items() if name != script))
