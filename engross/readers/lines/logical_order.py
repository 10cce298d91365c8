"""Turn lines from visual order (left to right, as seen) into logical order, where the script runs from right to left.

Extractors that go by place give the visual order; pdftotext sets marks of direction around it. What runs from left to
right within such a line stays: numbers, Latin words, symbols. Brackets are mirrored (UAX #9, rules L2 and L4
backwards).
"""

from __future__ import annotations

import re
import unicodedata

RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
PRESENTATION_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")  # letters as they are drawn at their place in a word
DRAWN_OUT_LIGATURE = re.compile("ل\u0640ك")  # drawn as one glyph, which extractors spell with a tatweel
DIRECTION_MARK = re.compile("[\u202a\u202b]")
EMBEDDED_RUN = re.compile("\u202a([^\u202a\u202b\u202c]*)\u202c?")
BRACKET_PAIRS = ("()", "[]", "{}", "«»")
LATIN_LETTERS = "A-Za-zÀ-ɏ"  # in a class of characters: [...]
_WORD_TAIL = rf"(?:[./:,\-‐‑–_’'&@+*]|://)+[{LATIN_LETTERS}0-9]+"
# ICCD/COP(13)/21/Add.1
_LTR_WORD = rf"[{LATIN_LETTERS}0-9]+(?:{_WORD_TAIL}|[(][A-Za-z0-9.]{{1,10}}[)](?={_WORD_TAIL}){_WORD_TAIL})*"
_LATIN_WORD = rf"(?=[\d./]*[{LATIN_LETTERS}]){_LTR_WORD}"
_BRACKETED_ASIDE = r"(?:\ ?[(](?=[^()]*[A-Za-z]|\d{4}[)])[A-Za-z0-9 .]+[)])*"  # (Part I), (2018); no note's (1)
_NUMBER = r"\d+(?:[./:,]\d+)*"  # a range runs from right to left, as numbers among Arabic words do (UAX #9, rule W2)
LTR_RUN = re.compile(rf"{_LATIN_WORD}{_BRACKETED_ASIDE}(?:[ ,;:.]{{1,3}}(?:{_LTR_WORD}){_BRACKETED_ASIDE})*|{_NUMBER}")


RANGE_END = re.compile(r"[-–‑](\d+)(?![\d./:-])")
LTR_WORD = re.compile(rf"{_LTR_WORD}")
NOTE_NUMBER_AT_RIGHT = re.compile(
    r"([.,;]?)(.*[A-Za-z].*\S)\s*[()]\s?(\d{1,3})[()]"
)  # the number at the right of a note
REVERSED_LATIN = re.compile(r"[A-Za-z0-9]\ [,.;][A-Za-z0-9]")  # Latin words set from right to left: ,Series Treaty


def is_rtl(text: str) -> bool:
    """Return whether at least half of the letters of a text run from right to left."""
    right = len(RTL_LETTER.findall(text))
    return right > 0 and right >= sum(c.isalpha() for c in text) - right


def find_logical_order(visual: str) -> list[int]:
    """Return the indices of a line's characters, given in visual order, in logical order."""
    runs: list[list[int]] = []
    pattern = LTR_RUN if RTL_LETTER.search(visual) and not REVERSED_LATIN.search(visual) else LTR_WORD
    n = 0
    while n < len(visual):
        run = pattern.match(visual, n)
        end = _find_run_end(visual, run) if run else n + 1
        while end < len(visual) and unicodedata.combining(visual[end]) and run is None:
            end += 1
        runs.append(list(range(n, end)))
        n = end
    return [place for run in reversed(runs) for place in run]


def _find_run_end(visual: str, run: re.Match[str]) -> int:
    """Return the end of a run: of one number, or of two that count up from left to right (2014-2023: not Arabic)."""
    range_end = RANGE_END.match(visual, run.end()) if run[0].isdigit() else None
    return range_end.end() if range_end and len(range_end[1]) == len(run[0]) and range_end[1] > run[0] else run.end()


def restore_logical_line(visual: str) -> str:
    """Return a line in logical order from its visual order: letters in their plain forms, brackets as meant."""
    return orient_brackets(replace_presentation_forms("".join(visual[n] for n in find_logical_order(visual))))


def orient_brackets(text: str) -> str:
    """Turn each bracket of a line in logical order to what it holds, however it was mirrored on the way.

    A bracket between a space and a word opens, between a word and a space closes; between two words it opens if none is
    open.
    """
    out, depth = list(text), 0
    for n, sign in enumerate(text):
        pair = next((pair for pair in BRACKET_PAIRS if sign in pair), "")
        if not pair:
            continue
        before, after = text[n - 1 : n], text[n + 1 : n + 2]
        left, right = not _is_word_character(before), not _is_word_character(after)
        opens = left if left != right else not depth
        depth = max(0, depth + (1 if opens else -1))
        out[n] = pair[0] if opens else pair[1]
    return "".join(out)


def _is_word_character(character: str) -> bool:
    return bool(character) and (character.isalnum() or unicodedata.combining(character) > 0 or character in "”“’‘")


def replace_presentation_forms(text: str) -> str:
    """Replace letters in the form that a font draws at their place in a word by the plain letters."""
    return DRAWN_OUT_LIGATURE.sub(
        "لك", PRESENTATION_FORM.sub(lambda form: unicodedata.normalize("NFKC", form[0]), text)
    )


def resolve_direction_marks(text: str) -> str:
    """Return a line with marks of direction in logical order; in any other line only letters in their plain forms.

    Between the outer marks letters run from right to left; each run embedded in them is in visual order.
    """
    if not DIRECTION_MARK.search(text):
        return replace_presentation_forms(text)
    body = text.strip().strip("\u200e\u200f")
    bare = re.sub("[\u202a-\u202c]", "", body)
    is_embedded = EMBEDDED_RUN.fullmatch(body.strip("\u202b\u202c")) is not None and not bare.startswith(
        (".", "،", ")")
    )
    if "\u202b" not in body or (is_embedded and not RTL_LETTER.search(body)):
        return replace_presentation_forms(bare)
    visual = _build_visual_line(body)
    if not RTL_LETTER.search(visual) and not REVERSED_LATIN.search(visual):
        return replace_presentation_forms(NOTE_NUMBER_AT_RIGHT.sub(r"(\3) \2\1", visual))
    return restore_logical_line(visual)


def _build_visual_line(marked: str) -> str:
    """Return a line with marks of direction in visual order, from left to right."""
    inner = re.sub("[\u202b]", "", marked)
    pieces: list[str] = []
    cut = 0
    for run in EMBEDDED_RUN.finditer(inner):
        pieces += [_reverse_clusters(inner[cut : run.start()]), run[1]]
        cut = run.end()
    pieces.append(_reverse_clusters(inner[cut:]))
    return "".join(reversed(pieces))


def _reverse_clusters(text: str) -> str:
    """Reverse the order of letters; a vowel sign stays behind its letter."""
    clusters = re.findall(r"[^\u064b-\u0652\u0670][\u064b-\u0652\u0670]*|.", text.replace("\u202c", ""))
    return "".join(reversed(clusters))
