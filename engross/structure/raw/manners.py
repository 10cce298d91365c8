"""What extractors make of text that runs from right to left, each in its manner, undone: lines as they are read.

Text comes word by word as it stands on the page (``_worded``), letter by letter (``read_out``), with all that runs
from left to right turned (``_unturned``), or with the pieces that numbers and gaps part in the order in which they
stand from left to right (``_reordered``). Which it is shows in the whole text, not in one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from engross.language import codes, language
from engross.structure.raw.bidi import LEFT_TO_RIGHT, MARKED, RTL, bracketed, is_rtl, plain, read_out

CHUNK = re.compile("\u202b([^\u202a-\u202c]*)\u202c")
ARTICLE, ARTICLE_TURNED = re.compile(r"\bال\w"), re.compile(r"\wلا\b")
SYMBOL = re.compile(r"(?<![\w/])[A-Z]{1,5}/(?:[A-Z]{1,5}[./])*\d")
SYMBOL_TURNED = re.compile(r"(?<![\w/.])[./]?\d[\d./]*[A-Z]{1,5}(?![\w.])")
OPENED, OPENED_TURNED = (re.compile(rf"(?:^|\s)[{sign}](?=[\u0621-\u064a])", re.MULTILINE) for sign in "()")
CLINGS = re.compile(r"[\u0621-\u064a]\d+(?:  |$)", re.MULTILINE)

_MARK = r"[./:,\-‐‑–]"
_RUN = re.compile(rf"[A-Za-zÀ-ɏ]+|{_MARK}*\d+(?:{_MARK}+\d+)*{_MARK}*|.")
_REGION = re.compile(
    rf"(?!\d+\s[(])[(\[]?(?:[A-Za-zÀ-ɏ\d]|{_MARK}(?=[A-Za-zÀ-ɏ\d]))(?:[A-Za-zÀ-ɏ\d \u00a0()&'’”“]|{_MARK})*"
)
COMMA = re.compile(r"(?:(?<!\S)|(?<=\sو))([،؛.:]+)([-–]?\d[\d/–-]*\d|\d)(?![\d/])(-?)(?=\s|$)")
QUOTES = str.maketrans("“”", "”“")
CALL = r"[(]\d{1,3}[)]"
RAISED = re.compile(rf"(?P<after>(?:(?!{CALL}).)*?)(?P<calls>\s?{CALL}(?:.*{CALL})?)(?P<before>(?:(?!{CALL}).)*)")
NUMBERED = re.compile(r"(.*\S)\s?[()]\s?(\d{1,3})[()]")  # a note whose number stands at its right
SPAN = re.compile(r"(?<![\w/-])(\d+)-(\d+)(?![\w/-])")
_LINKED = r"[A-Z]+/(?:[\w/()-]|(?<=[A-Za-z])[.](?=\d))+|(?<![\d/])\d+/\d+(?![\d/])"
APART = re.compile(rf"(\s?{CALL}\s?|\s?(?<![A-Za-z0-9/])(?:{_LINKED})\s*)")
END_FIRST = re.compile(r"([.؛])(?=[،\u0621-\u064a])(.*\S)")
SEAM = re.compile(r"((?:^[.,;:]+)?\d[ -@]*|\u00a0)| {2,}")
NUMBER_TURNED = re.compile(r"^\s*[-–]\s?(\d{1,3})\s*$")
CUT = re.compile(r"\s*([A-Z]+/[^\s…]*)?\s*…\s*(.*?\S)\s*(?<!\S)([A-Z]+/\S*)?\s*")  # a running head, its end cut off
MARKER_TURNED = re.compile(r"^\s*[-–]\s?(\d{1,3})\s*(?=[\u0621-\u064a])")
MARKER = re.compile(r"\d{1,3} - ")


def as_read(text: str) -> str:
    """A text with each of its lines as it is read; one that does not run from right to left as it is."""
    if not is_rtl(text):
        return text
    undo = _manner(text)
    if not undo:
        return text
    lines = re.split(r"(\r\n|\r|\n|\f|\v)", text)
    return "".join(undo(line) if n % 2 == 0 and line else line for n, line in enumerate(lines))


def _manner(text: str) -> Callable[[str], str] | None:
    """How lines of this text are put right; None where they need nothing, or say themselves how they run."""
    if MARKED.search(text):
        chunks = CHUNK.findall(text)
        return _worded if 10 * sum(" " in chunk for chunk in chunks) < len(chunks) else None
    bare = plain(text)
    if len(ARTICLE_TURNED.findall(bare)) > len(ARTICLE.findall(bare)):
        return _mirrored
    if len(SYMBOL_TURNED.findall(text)) > len(SYMBOL.findall(text)):
        return _unturned
    turned = len(OPENED_TURNED.findall(text)) > len(OPENED.findall(text))
    return _reordered if turned or len(CLINGS.findall(text)) > text.count("\n") / 20 else None


def _mirrored(line: str) -> str:
    """A line of letters as they stand from left to right."""
    return read_out(line) if RTL.search(line) else NUMBER_TURNED.sub(r"\1 -", line)


def _worded(line: str) -> str:
    """A line of words as they stand from left to right, each marked as running from right to left."""
    if not RTL.search(line):
        return NUMBER_TURNED.sub(r"\1 -", re.sub("[\u202a-\u202c]", "", line))
    pieces = [[piece] if n % 2 else _signs(piece) for n, piece in enumerate(CHUNK.split(line))]
    return bracketed(plain("".join(sign for piece in reversed(pieces) for sign in reversed(piece))))


def _signs(text: str) -> list[str]:
    """What stands between words: numbers and Latin words whole, all else sign by sign."""
    return [found[0] for found in re.finditer(rf"{LEFT_TO_RIGHT.pattern}|.", text)]


def _unturned(line: str) -> str:
    """A line whose Latin words and numbers stand in the order of letters that run from right to left."""
    if RTL.search(line):
        if numbered := NUMBERED.fullmatch(line.strip()):
            return f"({numbered[2]}) {_unturned(numbered[1])}"
        line = line.translate(QUOTES)
    said = _REGION.sub(lambda region: _turned(region[0]), line)
    if not RTL.search(said):
        return said
    said = COMMA.sub(lambda m: f"{m[3]}{m[2]}{m[1]}", said)
    said = re.sub(r"([\u0621-\u064a])([،؛.:]?)(\d+)([-+])(?!\d)", r"\1\4\3\2", said)
    said = re.sub(r"(?<![\w/])/(\d+)(?=[\u0621-\u064a])", r"\1/", said)
    said = SPAN.sub(r"\2-\1", said)
    return bracketed(_raised(said))


def _turned(region: str) -> str:
    """Latin words with all that stands among them, in their own order; numbers alone stand so already."""
    if not re.search("[A-Za-zÀ-ɏ]", region):
        return region
    bare = region.rstrip()
    end = re.search(r"[.,]?$", bare) if re.search(r"[A-Za-zÀ-ɏ][.,]$", bare) else None
    stop = bare[end.start() :] if end else ""
    words = bare[: end.start()] if end else bare
    return _paired("".join(reversed(_RUN.findall(words)))) + stop + region[len(bare) :]


def _paired(words: str) -> str:
    """Latin words with their brackets in pairs, however these were turned; an odd one belongs to what is around."""
    if sum(words.count(sign) for sign in "()") % 2:
        return words
    pieces = re.split(r"\s*[()]\s*", words)
    said = "".join(f"{' (' if n % 2 else ') '}{piece}" if n else piece for n, piece in enumerate(pieces))
    return said.replace(") /", ")/").strip()


def _raised(line: str) -> str:
    """A line whose pieces, which raised calls part, stand from left to right: the last of them is read first."""
    calls = [int(call.strip("()")) for call in re.findall(CALL, line)]
    if calls != sorted(calls):  # they count from right to left
        pieces = re.split(rf"({CALL})", line)
        return "".join(piece.strip() if n % 2 else piece for n, piece in enumerate(reversed(pieces)))
    found = RAISED.fullmatch(line)
    if not found:
        return line
    return f"{found['before'].strip()}{found['calls'].strip()}{found['after']}"


def _reordered(line: str) -> str:
    """A line whose pieces stand from left to right within each run of text, that calls and symbols part."""
    if not RTL.search(line):
        return line
    if head := CUT.fullmatch(line):
        return f"{head[1] or ''} {_reordered(head[2])} … {head[3] or ''}".strip()
    line = MARKER_TURNED.sub(r"\1 - ", line)
    start = re.match(r"\s*", line)
    begun = start.end() if start else 0
    if marker := MARKER.match(line, begun):
        begun = marker.end()
    preamble = any(re.match(pattern, line[begun:]) for pattern in _preambles())
    begun += len(_led(line[begun:])) if marker or preamble else 0
    rest = APART.split(line[begun:])
    return bracketed(line[:begun] + "".join(p if n % 2 else _pieces(p) for n, p in enumerate(rest)))


def _pieces(text: str) -> str:
    """A run of text with its pieces in the order in which they are read."""
    edge = text.strip()
    if ended := END_FIRST.fullmatch(edge):
        text = edge = f"{ended[2]}{ended[1]}"
    pieces = [piece for piece in SEAM.split(edge) if piece]
    if len(pieces) < 2 or not RTL.search(text):
        return text
    said = (_number(piece) if SEAM.fullmatch(piece) else piece.strip() for piece in reversed(pieces))
    return f" {' '.join(said)} "


def _number(piece: str) -> str:
    """A number with the marks about it, a range of two, each read from right to left."""
    return "".join(reversed(re.findall(r"\d+(?:[./:,]\d+)*|.", piece)))


def _led(text: str) -> str:
    """The lead words that a line begins with, however what follows clings to them."""
    return max((words for words in _leads() if text.startswith(words)), key=len, default="")


@cache
def _leads() -> tuple[str, ...]:
    """The lead words of the languages that run from right to left."""
    return tuple(word for words in _of_right() for word in words["words"])


@cache
def _preambles() -> tuple[str, ...]:
    """What a preambular paragraph begins with in these languages."""
    return tuple(words["begins"] for words in _of_right())


def _of_right() -> Iterator[dict[str, Any]]:
    for code in codes():
        words = language(code).words
        if words["language"]["direction"] == "rtl":
            yield words["lead"]


MANNERS = (_mirrored, _worded, _unturned, _reordered)
