"""Join the pieces of printed lines that an extractor tore, in text that runs from right to left.

A vowel sign over a letter, or a letter that reaches over the next, makes two pieces of a line, the second of which
comes first. Numbers, symbols and words in another font make several, in order. Vowel signs that came to stand before
their letters go behind them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from engross.grammars.language import Language
from engross.grammars.numbering import match_marker
from engross.readers.lines.layout_habits import END_MARKS, measure_line
from engross.readers.lines.lead_words import find_lead_words
from engross.readers.lines.lines import TEXT_LINE, Line
from engross.readers.lines.tail import is_closing_line

VOWEL_SIGN, SHADDA, ARABIC_LETTER = "[\u064b-\u0650\u0652\u0670]", "\u0651", "[\u0621-\u064a]"
ARABIC_SIGN = "[\u064b-\u0652\u0670]"
STRAY_SIGNS = re.compile(rf"(?:^|\s){ARABIC_SIGN}[\s{ARABIC_SIGN[1:-1]}]*$")
MEASURE_PERCENTILE = 0.93  # share of the lines that are narrower than the measure
LINE_ROOM_RATIO = 1.06  # of the measure: more than a line has room for
BRACKETED_CALL = re.compile(r"[(]\d{1,3}[)]")
LETTERS_UNDER_KAF = "ردذزوؤ"  # letters that a kaf behind them reaches over
TORN_LINE_PIECE = re.compile(r"[،؛.:]|[(]\d{1,3}[)]|\d{1,3}/\d{1,3}")  # stands alone only where lines are torn
FEW_PIECES, CHANCE_PIECES_SHARE = 2, 0.02  # lines, and share of the lines: so many stand so by chance
ARABIC_WORD = re.compile(rf"(?:{ARABIC_LETTER}|{ARABIC_SIGN})+")
SIGN_REPAIRS = (
    (re.compile(rf" ({VOWEL_SIGN}) ?{SHADDA} ?({ARABIC_LETTER})"), rf"\2{SHADDA}\1"),
    (re.compile(rf" ({VOWEL_SIGN})({ARABIC_LETTER}) ?{SHADDA}"), rf"\2{SHADDA}\1"),
    (re.compile(rf" {SHADDA}({ARABIC_LETTER}) ?([\u064e-\u0650])"), rf"\1{SHADDA}\2"),
    (re.compile(rf"(^|\s)({VOWEL_SIGN})([\u0622-\u0627])"), r"\1\3\2"),
    (re.compile(rf" {SHADDA} ?([\u062f\u0630])"), rf"\1{SHADDA}"),
    (re.compile(rf" {SHADDA} ({ARABIC_LETTER})"), rf"\1{SHADDA}"),
    (re.compile(rf" ([\u064e-\u0650]) ([”“]?{ARABIC_LETTER}+) ?{SHADDA}"), rf" \2{SHADDA}\1"),
    (re.compile(rf"([،؛.])({ARABIC_SIGN})"), r"\2\1"),
    (re.compile(rf" +(?={ARABIC_SIGN})"), ""),
)


def rejoin_torn_lines(lines: list[Line], lang: Language) -> list[Line]:
    """Join the lines of a body that are pieces of one; lines of other scripts, or with a layout, stay as they are."""
    if lang.words["language"]["direction"] != "rtl" or any(line.calls is not None for line in lines):
        return lines
    texts = [line for line in lines if line.kind == TEXT_LINE]
    measure = sorted(map(measure_line, texts))[int(len(texts) * MEASURE_PERCENTILE)] if texts else 0
    words = Counter(word for line in texts for word in ARABIC_WORD.findall(line.text))
    lone_pieces = sum(TORN_LINE_PIECE.fullmatch(line.text) is not None for line in texts)
    is_torn = lone_pieces > max(FEW_PIECES, CHANCE_PIECES_SHARE * len(texts))
    joined = _join_reversed_pieces(lines, measure, words if is_torn else Counter())
    joined = _join_ordered_pieces(joined, measure, lang) if is_torn else joined
    return [replace(line, text=settle_vowel_signs(line.text)) if line.kind == TEXT_LINE else line for line in joined]


def settle_vowel_signs(text: str) -> str:
    """Move vowel signs behind their letters."""
    if re.search(ARABIC_SIGN, text):
        for pattern, repaired in SIGN_REPAIRS:
            text = pattern.sub(repaired, text)
    return text


def _join_reversed_pieces(lines: list[Line], measure: int, words: Counter[str]) -> list[Line]:
    """Join each second piece, which came first, to its first."""
    out: list[Line] = []
    n = 0
    while n < len(lines):
        line, before = lines[n], out[-1] if out else None
        after = lines[n + 1] if n + 1 < len(lines) else None
        if before and _is_first_piece(line, before, measure, words):
            out[-1] = replace(before, text=_join_pieces(line.text, before.text), top=before.top or line.top)
        elif after and STRAY_SIGNS.search(line.text) and _can_share_line((line, after), measure):
            out.append(replace(line, text=_join_pieces(line.text, after.text)))
            n += 1
        else:
            out.append(line)
        n += 1
    return out


def _is_first_piece(line: Line, before: Line, measure: int, words: Counter[str]) -> bool:
    """Return whether a line is the first piece of a printed line and the one before it the second."""
    if not _can_share_line((before, line), measure):
        return False
    end, start = line.text.split()[-1], before.text.split()[0]
    is_split_word = (
        words[end + start] > 0 and min(words[end], words[start]) < 2 and ARABIC_WORD.fullmatch(end + start) is not None
    )
    reaches_over = bool(words) and end[-1] in LETTERS_UNDER_KAF and start.startswith("ك")
    return STRAY_SIGNS.search(line.text) is not None or is_split_word or reaches_over


def _can_share_line(pieces: Iterable[Line], measure: int) -> bool:
    """Return whether two pieces have room on one line."""
    pair = list(pieces)
    return (
        all(line.kind == TEXT_LINE for line in pair)
        and sum(map(measure_line, pair)) <= LINE_ROOM_RATIO * measure
        and not pair[1].top
    )


def _join_pieces(first: str, second: str) -> str:
    """Join two pieces; a sign at the end of the first goes behind the first word of the second.

    A space stands between, unless a word was split.
    """
    sign = re.search(rf"\s({ARABIC_SIGN})$", first)
    if sign and sign[1] != SHADDA and SHADDA not in second.split(maxsplit=1)[0]:
        word, _, remainder = second.partition(" ")
        return f"{first[: sign.start()]}{word}{sign[1]} {remainder}"
    return (
        f"{first} {second}" if STRAY_SIGNS.search(first) or not _is_between_letters(first, second) else first + second
    )


def _is_between_letters(first: str, second: str) -> bool:
    return first[-1:].isalpha() and second[:1].isalpha()


def _join_ordered_pieces(lines: list[Line], measure: int, lang: Language) -> list[Line]:
    """Join the pieces of each printed line that came in order.

    A number in brackets that stands by itself is a call the first time, then a note's.
    """
    out: list[Line] = []
    called: set[str] = set()
    for line in lines:
        last = out[-1] if out else None
        is_note_number = line.text in called
        called |= set(BRACKETED_CALL.findall(line.text))
        if last and not is_note_number and _can_share_line((last, line), measure) and _is_next_piece(last, line, lang):
            out[-1] = replace(last, text=f"{last.text} {line.text}")
        else:
            out.append(line)
    return out


def _is_next_piece(last: Line, line: Line, lang: Language) -> bool:
    """Return whether a line is the next piece of the printed line before it."""
    if line.gap or (last.text.endswith(END_MARKS) and not BRACKETED_CALL.search(last.text[-5:])):
        return False
    begins = find_lead_words(line.text, lang) or (match_marker(line.text) and not BRACKETED_CALL.match(line.text))
    ends = any(is_closing_line(piece, lang, after=False) for piece in (last, line))
    return not begins and not ends and not _is_marker(last.text)


def _is_marker(text: str) -> bool:
    """Return whether a text is only a marker, and no call in brackets."""
    marker = match_marker(text)
    return marker is not None and marker.end() == len(text) and not BRACKETED_CALL.match(text)
