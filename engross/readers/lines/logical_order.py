"""Lines as they look, from left to right, to lines as they are read, where the script runs from right to left.

Extractors that go by place give the look: pdftotext sets marks of direction about it. What runs from left to right
within such a line stays: numbers, Latin words, symbols. Brackets are mirrored (UAX #9, rules L2 and L4 backwards).
"""

from __future__ import annotations

import re
import unicodedata

RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
PRESENTATION_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")  # letters as they are drawn at their place in a word
DRAWN_OUT_LIGATURE = re.compile("ل\u0640ك")  # drawn as one glyph, which says that it is drawn out
DIRECTION_MARK = re.compile("[\u202a\u202b]")
EMBEDDED_RUN = re.compile("\u202a([^\u202a\u202b\u202c]*)\u202c?")
BRACKET_PAIRS = ("()", "[]", "{}", "«»")
_WORD_TAIL = r"(?:[./:,\-‐‑–_’'&@+*]|://)+[A-Za-z0-9À-ɏ]+"
_LTR_WORD = (
    rf"[A-Za-z0-9À-ɏ]+(?:{_WORD_TAIL}|[(][A-Za-z0-9.]{{1,10}}[)](?={_WORD_TAIL}){_WORD_TAIL})*"  # ICCD/COP(13)/21/Add.1
)
_LATIN_WORD = rf"(?=[\d./]*[A-Za-zÀ-ɏ]){_LTR_WORD}"
_BRACKETED_ASIDE = r"(?:\ ?[(](?=[^()]*[A-Za-z]|\d{4}[)])[A-Za-z0-9 .]+[)])*"  # (Part I), (2018); no note's (1)
_NUMBER = r"\d+(?:[./:,]\d+)*"  # a range goes from right to left: the numbers of Arabic words do (UAX #9, rule W2)
LTR_RUN = re.compile(rf"{_LATIN_WORD}{_BRACKETED_ASIDE}(?:[ ,;:.]{{1,3}}(?:{_LTR_WORD}){_BRACKETED_ASIDE})*|{_NUMBER}")


RANGE_END = re.compile(r"[-–‑](\d+)(?![\d./:-])")
LTR_WORD = re.compile(rf"{_LTR_WORD}")
NOTE_NUMBER_AT_RIGHT = re.compile(
    r"([.,;]?)(.*[A-Za-z].*\S)\s*[()]\s?(\d{1,3})[()]"
)  # the number at the right of a note
REVERSED_LATIN = re.compile(r"[A-Za-z0-9]\ [,.;][A-Za-z0-9]")  # Latin words drawn from right to left: ,Series Treaty


def is_rtl(text: str) -> bool:
    """Whether most letters of a text run from right to left."""
    right = len(RTL_LETTER.findall(text))
    return right > 0 and right >= sum(c.isalpha() for c in text) - right


def find_logical_order(look: str) -> list[int]:
    """The places of a line's characters, as seen from left to right, in the order in which they are read."""
    runs: list[list[int]] = []
    pattern = LTR_RUN if RTL_LETTER.search(look) and not REVERSED_LATIN.search(look) else LTR_WORD
    n = 0
    while n < len(look):
        run = pattern.match(look, n)
        end = _find_run_end(look, run) if run else n + 1
        while end < len(look) and unicodedata.combining(look[end]) and run is None:
            end += 1
        runs.append(list(range(n, end)))
        n = end
    return [place for run in reversed(runs) for place in run]


def _find_run_end(look: str, run: re.Match[str]) -> int:
    """Where a run ends: one number, or two that count up from left to right, 2014-2023, which no Arabic order does."""
    on = RANGE_END.match(look, run.end()) if run[0].isdigit() else None
    return on.end() if on and len(on[1]) == len(run[0]) and on[1] > run[0] else run.end()


def restore_logical_line(look: str) -> str:
    """A line as it is read, from its look: letters in their plain forms, brackets as meant."""
    return orient_brackets(replace_presentation_forms("".join(look[n] for n in find_logical_order(look))))


def orient_brackets(text: str) -> str:
    """A line as it is read with each bracket turned to what it holds, however it was mirrored on the way.

    What stands between a space and a word opens, between a word and a space closes; between two words it opens
    where none is open.
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
    """Letters that a font draws at their place in a word as the letters they are."""
    return DRAWN_OUT_LIGATURE.sub(
        "لك", PRESENTATION_FORM.sub(lambda form: unicodedata.normalize("NFKC", form[0]), text)
    )


def resolve_direction_marks(text: str) -> str:
    """A line of an extractor that marks directions, as it is read; any other line as it is.

    Between the outer marks letters run from right to left, and each run embedded in them is given by its look.
    """
    if not DIRECTION_MARK.search(text):
        return replace_presentation_forms(text)
    body = text.strip().strip("\u200e\u200f")
    bare = re.sub("[\u202a-\u202c]", "", body)
    inside = EMBEDDED_RUN.fullmatch(body.strip("\u202b\u202c")) is not None and not bare.startswith((".", "،", ")"))
    if "\u202b" not in body or (inside and not RTL_LETTER.search(body)):
        return replace_presentation_forms(bare)
    look = _build_visual_line(body)
    if not RTL_LETTER.search(look) and not REVERSED_LATIN.search(look):
        return replace_presentation_forms(NOTE_NUMBER_AT_RIGHT.sub(r"(\3) \2\1", look))
    return restore_logical_line(look)


def _build_visual_line(marked: str) -> str:
    """The look, from left to right, of a line with marks of direction."""
    inner = re.sub("[\u202b]", "", marked)
    pieces: list[str] = []
    cut = 0
    for run in EMBEDDED_RUN.finditer(inner):
        pieces += [_reverse_clusters(inner[cut : run.start()]), run[1]]
        cut = run.end()
    pieces.append(_reverse_clusters(inner[cut:]))
    return "".join(reversed(pieces))


def _reverse_clusters(text: str) -> str:
    """Letters from right to left, as seen from left to right; a vowel sign stays with its letter."""
    clusters = re.findall(r"[^\u064b-\u0652\u0670][\u064b-\u0652\u0670]*|.", text.replace("\u202c", ""))
    return "".join(reversed(clusters))
