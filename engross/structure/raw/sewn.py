"""Printed lines that an extractor tore into pieces, whole again, in text that runs from right to left.

A vowel sign over a letter, or a letter that reaches over its neighbour, makes two pieces of a line: the second comes
first. Numbers, symbols and words in another font make several, in order. Vowel signs that came to stand before their
letters go behind them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from engross.language import Language
from engross.marker import marker_at
from engross.structure.raw.lines import TEXT, Line
from engross.structure.raw.paragraphs import ENDS, lead_words, width
from engross.structure.raw.tail import closes

VOWEL, DOUBLED, LETTER = "[\u064b-\u0650\u0652\u0670]", "\u0651", "[\u0621-\u064a]"
SIGN = "[\u064b-\u0652\u0670]"
STRAY = re.compile(rf"(?:^|\s){SIGN}[\s{SIGN[1:-1]}]*$")
FULL = 0.93  # of the lines are narrower than the measure
ROOM = 1.06  # of the measure: more than a line has room for
CALL = re.compile(r"[(]\d{1,3}[)]")
SHORT_ARMS = "ردذزوؤ"  # letters that a kaf behind them reaches over
ALONE = re.compile(r"[،؛.:]|[(]\d{1,3}[)]|\d{1,3}/\d{1,3}")  # what stands on a line only where lines are torn
FEW, OFTEN = 2, 0.02  # lines; of the lines: no more than stand so by chance
WORD = re.compile(rf"(?:{LETTER}|{SIGN})+")
SETTLED = (
    (re.compile(rf" ({VOWEL}) ?{DOUBLED} ?({LETTER})"), rf"\2{DOUBLED}\1"),
    (re.compile(rf" ({VOWEL})({LETTER}) ?{DOUBLED}"), rf"\2{DOUBLED}\1"),
    (re.compile(rf" {DOUBLED}({LETTER}) ?([\u064e-\u0650])"), rf"\1{DOUBLED}\2"),
    (re.compile(rf"(^|\s)({VOWEL})([\u0622-\u0627])"), r"\1\3\2"),
    (re.compile(rf" {DOUBLED} ?([\u062f\u0630])"), rf"\1{DOUBLED}"),
    (re.compile(rf" {DOUBLED} ({LETTER})"), rf"\1{DOUBLED}"),
    (re.compile(rf" ([\u064e-\u0650]) ([”“]?{LETTER}+) ?{DOUBLED}"), rf" \2{DOUBLED}\1"),
    (re.compile(rf"([،؛.])({SIGN})"), r"\2\1"),
    (re.compile(rf" +(?={SIGN})"), ""),
)


def sewn(lines: list[Line], lang: Language) -> list[Line]:
    """The lines of a body with those that are pieces of one as one; those of other scripts as they are."""
    if lang.words["language"]["direction"] != "rtl" or any(line.calls is not None for line in lines):
        return lines
    texts = [line for line in lines if line.kind == TEXT]
    measure = sorted(map(width, texts))[int(len(texts) * FULL)] if texts else 0
    words = Counter(word for line in texts for word in WORD.findall(line.text))
    alone = sum(ALONE.fullmatch(line.text) is not None for line in texts)
    pieces = alone > max(FEW, OFTEN * len(texts))
    whole = _put_behind(lines, measure, words if pieces else Counter())
    whole = _in_order(whole, measure, lang) if pieces else whole
    return [replace(line, text=settled(line.text)) if line.kind == TEXT else line for line in whole]


def settled(text: str) -> str:
    """Words with their vowel signs behind their letters."""
    if re.search(SIGN, text):
        for pattern, said in SETTLED:
            text = pattern.sub(said, text)
    return text


def _put_behind(lines: list[Line], measure: int, words: Counter[str]) -> list[Line]:
    """Lines with each second piece, which came first, behind its first."""
    out: list[Line] = []
    n = 0
    while n < len(lines):
        line, before = lines[n], out[-1] if out else None
        after = lines[n + 1] if n + 1 < len(lines) else None
        if before and _torn(line, before, measure, words):
            out[-1] = replace(before, text=_joined(line.text, before.text), top=before.top or line.top)
        elif after and STRAY.search(line.text) and _fits((line, after), measure):
            out.append(replace(line, text=_joined(line.text, after.text)))
            n += 1
        else:
            out.append(line)
        n += 1
    return out


def _torn(line: Line, before: Line, measure: int, words: Counter[str]) -> bool:
    """Whether a line is the first piece of a printed line and the one before it the second."""
    if not _fits((before, line), measure):
        return False
    end, start = line.text.split()[-1], before.text.split()[0]
    split = words[end + start] > 0 and min(words[end], words[start]) < 2 and WORD.fullmatch(end + start) is not None
    over = bool(words) and end[-1] in SHORT_ARMS and start.startswith("ك")
    return STRAY.search(line.text) is not None or split or over


def _fits(pieces: Iterable[Line], measure: int) -> bool:
    """Whether pieces have room on one line."""
    pair = list(pieces)
    return all(line.kind == TEXT for line in pair) and sum(map(width, pair)) <= ROOM * measure and not pair[1].top


def _joined(first: str, second: str) -> str:
    """Two pieces as one; a sign at the end of the first belongs to a letter of the second."""
    found = re.search(rf"\s({SIGN})$", first)
    if found and found[1] != DOUBLED and DOUBLED not in second.split(maxsplit=1)[0]:
        word, _, rest = second.partition(" ")
        return f"{first[: found.start()]}{word}{found[1]} {rest}"
    return f"{first} {second}" if STRAY.search(first) or not _split(first, second) else first + second


def _split(first: str, second: str) -> bool:
    return first[-1:].isalpha() and second[:1].isalpha()


def _in_order(lines: list[Line], measure: int, lang: Language) -> list[Line]:
    """Lines with the pieces of each printed line, which came in order, as one.

    A number in brackets that stands by itself is a call the first time, then a note's.
    """
    out: list[Line] = []
    called: set[str] = set()
    for line in lines:
        last = out[-1] if out else None
        noted = line.text in called
        called |= set(CALL.findall(line.text))
        if last and not noted and _fits((last, line), measure) and _goes_on(last, line, lang):
            out[-1] = replace(last, text=f"{last.text} {line.text}")
        else:
            out.append(line)
    return out


def _goes_on(last: Line, line: Line, lang: Language) -> bool:
    """Whether a line is the next piece of the printed line before it."""
    if line.gap or (last.text.endswith(ENDS) and not CALL.search(last.text[-5:])):
        return False
    begins = lead_words(line.text, lang) or (marker_at(line.text) and not CALL.match(line.text))
    ends = any(closes(one, lang, after=False) for one in (last, line))
    return not begins and not ends and not _is_marker(last.text)


def _is_marker(text: str) -> bool:
    """Whether a line is no more than a marker, which stands by itself."""
    found = marker_at(text)
    return found is not None and found.end() == len(text) and not CALL.match(text)
