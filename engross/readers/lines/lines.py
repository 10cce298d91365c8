"""Split a text into lines and classify each: text, or furniture of the printed page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from engross.model.text import fold
from engross.model.tree import Style
from engross.readers.lines.line_layout import LineLayout
from engross.readers.lines.logical_order import DIRECTION_MARK, resolve_direction_marks

TEXT_LINE = "text"
NOTE_RULE, LINK_LINE, RUNNING_HEAD, PAGE_FOOT, BLANK_LINE = (
    "rule over the notes",
    "link",
    "running head",
    "page foot",
    "blank",
)
UNDERLINE = "line under a heading"
REPEATED_TABLE_HEAD = "head of a table again"
BACK_MATTER = "index and colophon of an edition"
OTHER_LANGUAGE = "text in another language"
NOTE_LINE = "note"  # a line that the layout of a PDF shows to be part of a note

JOB_NUMBER = r"(?:[(][A-Z][)]\s*)?(?:GE\.)?\d{2}-\d{5}\*{0,3}(?:\s*\([A-Z]\))?"
EXTRA_NOTE_LINES = 9  # lines that a page's notes may have beyond the usual three for each
RUNNING_HEAD_LINES = 6  # lines from a page's top to the end of its running head, at most
SURE_TITLE_CHARACTERS = 8  # characters that are enough to recognise a title
ELLIPSIS = "…"
PDFIUM_HYPHEN = "\x02"  # PDFium's hyphen at the end of a line
LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
DIRECTION_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\ufeff"))
NOTE_LINE_START = re.compile(
    r"(?!\d{1,3}\s?[-–](?:\s|$))[(（]?\d{1,3}(?:[)）]|\s|$)"
)  # the number that a line of notes begins with
LOOSE_MARKER = re.compile(r"^([(（]?) ?([a-zа-я]{1,4}) ?([)）])")  # ( j), (f )
PAGE_OF_PAGES = r"\d{1,3}\s*/\s*\d{1,3}"
PAGE_BESIDE_JOB = rf"(?:{PAGE_OF_PAGES}|\d{{1,3}})"  # beside a job number; older documents do not say of how many
PRINTING_DATE = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d"  # ddmmyy: 310709; not a year with a call, 202211
BARE_NUMBER = re.compile(r"[(（]?(\d{1,3})[)）]?")  # a number that is a line by itself
PAGE_LINE = re.compile(PAGE_OF_PAGES)
FIND_PAGES = re.compile(rf"(?<!\S){PAGE_OF_PAGES}(?!\S)").finditer  # beside a job number too
FURNITURE_PATTERNS = (
    (NOTE_RULE, re.compile(r"[_＿─—]{5,}|-{8,}")),
    (UNDERLINE, re.compile(r"={3,}|~{3,}")),
    (LINK_LINE, re.compile(r"(?:https?://\S+\s*)+")),
    (
        PAGE_FOOT,
        re.compile(
            rf"(?:{JOB_NUMBER})(?:\s+\d{{6}})*(?:\s+\*\w+\*)?|{PAGE_OF_PAGES}|(?:{JOB_NUMBER})\s+{PAGE_BESIDE_JOB}|{PAGE_BESIDE_JOB}\s+(?:{JOB_NUMBER})"
        ),
    ),
    (PAGE_FOOT, re.compile(rf"\*[0-9A-Z]{{5,}}\*|{PRINTING_DATE}(?:\s+{PRINTING_DATE})*|[\ue000-\uf8ff]+")),
)


@dataclass(frozen=True, slots=True)
class CellPosition:
    """The cell that a line stands in: table, row and column, from 0.

    ``begins``: a paragraph of the cell begins with the line. ``again``: its row repeats the head of the table on a new
    page.
    """

    table: int
    row: int
    column: int
    begins: bool
    again: bool = False


LineKey = tuple[int, int, int]  # tells a line of a source from every other


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: its number from 1, its text without edges, its indent, blank lines before it, its kind.

    ``page`` counts the page breaks before it that the furniture shows. A source with a layout (PDF) knows more:
    ``begins``, whether a paragraph begins with it, and ``calls``, the spans of its text that are set small and high;
    both are None in a source without.
    """

    number: int
    text: str
    indent: int = 0
    gap: int = 0
    kind: str = TEXT_LINE
    page: int = 0
    after_furniture: bool = False  # furniture stands between it and the line before
    top: bool = False  # a form feed stands before it
    begins: bool | None = None
    calls: tuple[tuple[int, int], ...] | None = None
    piece: int = 0  # its index among the pieces that form feeds cut a source line into
    column: int = 0  # where a part that was cut off begins on its line, from 1; 0: not known
    long_number: int = 0  # where a paragraph's number ends that its shape alone does not show; 0: none
    opener: int = 0  # where what opens a quotation ends, before its marker or words; 0: none
    spot: CellPosition | None = None  # its cell, where a layout shows it
    rank: int = 0  # of a heading, where the source marks it
    ends_in_call: bool = False  # before its calls were taken out
    encloses: bool = False  # it is the enacting words of a text within the text
    styles: tuple[tuple[Style, ...], ...] | None = None  # of each character of its text, where a layout has fonts
    narrow: tuple[int, ...] = ()  # places of spaces that stand in gaps narrower than those between words
    layout: LineLayout | None = None  # how its source sets it

    @property
    def key(self) -> LineKey:
        """The key that tells it from every other line of its source."""
        return self.number, self.piece, self.column


def split_lines(text: str) -> list[Line]:
    """Split a text into the lines that have something on them; form feeds count as blank lines.

    PDFium joins the lines that a hyphen divides: they are split again.
    """
    lines: list[Line] = []
    gap, top = 0, False
    for number, raw in enumerate(LINE_END.split(text), 1):
        for n, piece in enumerate(re.split(f"([\f\v])|(?<={PDFIUM_HYPHEN})", raw)):
            top = top or piece in ("\f", "\v")
            if not (piece or "").translate(DIRECTION_MARKS).strip():
                gap += n == 0 or piece in ("\f", "\v")
                continue
            indent = 0 if DIRECTION_MARK.search(piece) else measure_indent(piece)
            words = LOOSE_MARKER.sub(r"\1\2\3", resolve_direction_marks(piece.replace(PDFIUM_HYPHEN, "-")).strip())
            lines.append(Line(number, words, indent, gap, top=top, piece=n))
            gap, top = 0, False
    return mark_soft_hyphens(lines)


def mark_soft_hyphens(lines: list[Line]) -> list[Line]:
    """Make U+2010 at the ends of lines a soft hyphen, if it hardly ever stands within lines."""
    if 3 * sum("\u2010" in line.text[:-1] for line in lines) > sum(line.text[-1:] == "\u2010" for line in lines):
        return lines
    return [replace(line, text=line.text[:-1] + "\u00ad") if line.text[-1] == "\u2010" else line for line in lines]


def measure_indent(line: str) -> int:
    """Return the width of the white space before a line, in Latin characters."""
    edge = line.expandtabs(4)
    return sum(2 if c == "\u3000" else 1 for c in edge[: len(edge) - len(edge.lstrip())])


def classify_lines(lines: list[Line], symbol: str, title: str, body: int | None = None) -> list[Line]:
    """Classify lines as text or furniture; running heads are those that repeat ``symbol`` and ``title``.

    The first line that gives either is no running head, unless a form feed stands before it or it stands at ``body``,
    where the text begins, or behind.
    """
    plain = _restore_note_links(_restore_resolution_numbers([classify_by_words(line) for line in lines]))
    if any(line.calls is not None for line in lines):
        return _mark_running_heads(plain, fold(symbol), fold(title), len(lines) if body is None else body)
    return _number_pages(_mark_running_heads(plain, fold(symbol), fold(title), len(lines) if body is None else body))


def classify_by_words(line: Line) -> Line:
    """Classify a line by its words alone; a line whose kind, or place on its page, is known stays as it is."""
    if line.kind != TEXT_LINE or line.calls is not None or line.spot:
        return line
    kind = next((kind for kind, pattern in FURNITURE_PATTERNS if pattern.fullmatch(line.text)), TEXT_LINE)
    return line if kind == TEXT_LINE else replace(line, kind=kind)


def _restore_note_links(lines: list[Line]) -> list[Line]:
    """Make addresses right behind a number that stands alone text again: they are the words of that note."""
    note_words = {
        n for n in range(1, len(lines)) if lines[n].kind == LINK_LINE and BARE_NUMBER.fullmatch(lines[n - 1].text)
    }
    return [replace(line, kind=TEXT_LINE) if n in note_words else line for n, line in enumerate(lines)]


def _restore_resolution_numbers(lines: list[Line]) -> list[Line]:
    """Treat “77/213” as text, not as a page foot: real page feet all share one total."""
    pages = [(n, *map(int, line.text.split("/"))) for n, line in enumerate(lines) if PAGE_LINE.fullmatch(line.text)]
    shown = {
        tuple(map(int, match[0].split("/")))
        for line in lines
        if line.kind == PAGE_FOOT
        for match in FIND_PAGES(line.text)
    }
    pages_by_total = {of: sum(same == of and page <= of for page, same in shown) for _, of in shown}
    total = max(pages_by_total, key=lambda of: pages_by_total[of] / max(of, 1), default=0)
    not_feet = {n for n, page, of in pages if lines[n].calls is None and (page > of or of != total)}
    return [
        replace(line, kind=TEXT_LINE) if n in not_feet and line.kind == PAGE_FOOT else line
        for n, line in enumerate(lines)
    ]


def _mark_running_heads(lines: list[Line], symbol: str, title: str, body: int) -> list[Line]:
    """Mark lines, or runs of lines, that give no more than symbol and title, but not the first that give each."""
    lettered = re.compile(rf"{re.escape(symbol)}[A-Z][-–][A-Z]")  # of several resolutions under one number
    out = list(lines)
    folded = [lettered.sub(symbol, fold(line.text)) if symbol else fold(line.text) for line in lines]
    heads = {symbol + title, title + symbol, symbol} | ({title} if title else set())
    seen_symbol = seen_title = False
    fed = any(line.top for line in lines)
    n = 0
    while n < len(out):
        length = _count_running_head_lines(out[n : n + 5], folded[n : n + 5], heads, symbol)
        if length:
            words = "".join(folded[n : n + length])
            is_first = (words == symbol and not seen_symbol) or (words == title and not seen_title)
            seen_symbol, seen_title = seen_symbol or symbol in words, seen_title or title in words
            is_at_top = _is_at_page_top(out, n) and (symbol in words or _is_near_page_top(out, n, fed))
            if is_at_top and (not is_first or out[n].top or n >= body):
                out[n : n + length] = [replace(line, kind=RUNNING_HEAD) for line in out[n : n + length]]
        n += length or 1
        if not length and title and title in folded[n - 1]:
            seen_title = True
    return out


def _is_at_page_top(lines: list[Line], n: int) -> bool:
    """Return whether a line may be a running head by its place: the first of its page, or its place is unknown."""
    before = lines[n - 1] if n else None
    return lines[n].calls is None or before is None or before.page != lines[n].page or before.kind != TEXT_LINE


def _is_near_page_top(lines: list[Line], n: int, fed: bool) -> bool:
    """Return whether a title may be a running head by its place: lower on the page it is an annex's title.

    ``fed``: whether form feeds show where pages begin; if not, any place will do.
    """
    above = lines[max(0, n - RUNNING_HEAD_LINES) : n + 1]
    return n < RUNNING_HEAD_LINES or any(line.top for line in above) or not fed


def _count_running_head_lines(lines: list[Line], folded: list[str], heads: set[str], symbol: str) -> int:
    """Return how many of the lines make up a running head, the most that do; 0 for none.

    In a layout the symbol stands beside the first line of a title of two.
    """
    best, words = 0, ""
    for length, (line, text) in enumerate(zip(lines, folded, strict=True), 1):
        if line.kind != TEXT_LINE or line.spot:
            break
        words += text
        bare = words.replace(symbol, "", 1).strip(ELLIPSIS) if symbol else words  # scrambled: it stands between them
        begins_head = (
            bare != words and len(bare) > SURE_TITLE_CHARACTERS and any(head.startswith(bare) for head in heads)
        )
        if words in heads or (bare != words and bare in heads) or begins_head or _is_shortened_head(words, heads):
            best = length
    return best


def _is_shortened_head(words: str, heads: set[str]) -> bool:
    """Return whether words are a running head too long for its line, cut at an ellipsis."""
    before, ellipsis, after = words.replace("...", ELLIPSIS).partition(ELLIPSIS)
    if not ellipsis:
        return False
    return len(before) > SURE_TITLE_CHARACTERS and any(
        head.startswith(before) and head.endswith(after) for head in heads
    )


def _number_pages(lines: list[Line]) -> list[Line]:
    """Number the pages of lines: at form feeds if there are any, else text after furniture begins a new page.

    A few lines between furniture that begin with a note's number are notes of the page before.
    """
    out: list[Line] = []
    page, after = 0, False
    fed = any(line.top for line in lines)
    for n, line in enumerate(lines):
        after = after or (line.top and bool(out))
        is_furniture = line.kind in (RUNNING_HEAD, PAGE_FOOT, LINK_LINE)
        begins_page = not fed and line.kind == TEXT_LINE and after and not _has_only_notes(lines, n)
        page += (line.top and bool(out)) if fed else begins_page
        follows_furniture = line.kind == TEXT_LINE and after
        after = is_furniture or (after and line.kind != TEXT_LINE)
        out.append(
            line
            if (line.page, line.after_furniture) == (page, follows_furniture)
            else replace(line, page=page, after_furniture=follows_furniture)
        )
    return out


def _has_only_notes(lines: list[Line], start: int) -> bool:
    """Return whether the lines up to the next furniture begin with a note's number and are hardly more than notes."""
    end = next((n for n in range(start, len(lines)) if lines[n].kind != TEXT_LINE), len(lines))
    numbered = sum(bool(NOTE_LINE_START.match(line.text)) for line in lines[start:end])
    return (
        end < len(lines)
        and bool(NOTE_LINE_START.match(lines[start].text))
        and end - start <= 3 * numbered + EXTRA_NOTE_LINES
    )


def find_job_number(line: Line) -> str:
    """Return the job number in a page foot ("22-28954"); "" for none."""
    match = re.search(r"(?:GE\.)?\d{2}-\d{5}", line.text) if line.kind == PAGE_FOOT else None
    return match[0] if match else ""
