"""Mark words in another script than the document's, so that a screen reader changes its voice (PDF/UA 7.2, WCAG 3.1.2).

The language of masthead lines is known: the UN leaves some in English. Of a phrase in the text only the script is
known, and only the script is marked: ``und-Latn`` (BCP 47).

In Chinese the mark decides on glyphs too: quotation marks and apostrophes are the same characters as in Latin text, one
em wide in a Chinese font. Those of Latin words take Latin glyphs (clreq 3.2.2), so that words with an apostrophe are
marked even if they stand alone; marks around Latin words in a Chinese sentence are Chinese.
"""

from __future__ import annotations

import re
from functools import cache

from engross.grammars.language import Language

MASTHEAD_LANGUAGE = "en"
# Two words or more: any voice reads a single acronym or name well enough, and a symbol is no phrase.
LATIN_WORD = r"[A-Za-z\u00c0-\u024f](?:[a-z\u00c0-\u024f’'.-]|(?<=’)[A-Z])+"
PHRASE_PATTERNS = {
    "Latn": rf"{LATIN_WORD}(?:[”’]?[ \u00a0][“‘]?{LATIN_WORD})+",
    "Cyrl": r"[\u0400-\u04ff]{2,}(?:[ \u00a0][\u0400-\u04ff]+)*",
    "Arab": r"[\u0600-\u06ff]{2,}(?:[ \u00a0][\u0600-\u06ff]+)*",
    "Hani": r"[\u3400-\u9fff]{2,}",
}
# Scripts in whose fonts quotation marks are wide, and the single Latin words with an apostrophe that are marked there.
WIDE_MARK_SCRIPTS = frozenset({"Hani"})
APOSTROPHE_WORD = r"[A-Za-z\u00c0-\u024f]+(?:’[A-Za-z\u00c0-\u024f]+)+"
QUOTATION_PAIRS = {"“": "”", "‘": "’"}


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
        start, end = _pair_quotation_marks(text, match.start(), match.end())
        pieces += [(text[at:start], "")] if start > at else []
        pieces.append((text[start:end], f"und-{match.lastgroup}"))
        at = end
    return (*pieces, (text[at:], "")) if at < len(text) else tuple(pieces)


def _pair_quotation_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of a phrase with both marks of its quotations, and without one of a quotation around it."""
    for opening, closing in QUOTATION_PAIRS.items():
        phrase = text[start:end]
        if phrase.rfind(opening) > phrase.rfind(closing) and text[end : end + 1] == closing:
            end += 1
        elif closing == "”" and closing in phrase and opening not in phrase[: phrase.find(closing)]:
            start -= text[:start].endswith(opening)
        elif (
            phrase.endswith(closing)
            and opening not in phrase
            and text[:start].rfind(opening) > text[:start].rfind(closing)
        ):
            end -= 1
    return start, end


@cache
def _foreign_pattern(script: str) -> re.Pattern[str]:
    patterns = {name: pattern for name, pattern in PHRASE_PATTERNS.items() if name != script}
    if script in WIDE_MARK_SCRIPTS:
        patterns["Latn"] += f"|{APOSTROPHE_WORD}"
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items()))
