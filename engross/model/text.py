"""Reduce a resolution to its bare text, for every comparison that engross makes: source, model, PDF, EPUB.

Beside its masthead, the text of a document is two streams: the body, in which each call stands as its number, and the
notes in the order of their calls. White space and the invisible characters that typesetting adds do not count.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engross.model.tree import (
    Block,
    Citation,
    Inline,
    LineBreak,
    Link,
    Masthead,
    Note,
    PageBreak,
    Paragraph,
    Resolution,
    Style,
    Styled,
    Table,
    Text,
)
from engross.model.walk import notes_of

RAISED_FIGURES = re.compile(r"[\s\d,()]*\d[\s\d,()]*")
SHOWN_CHARACTERS = 40  # of a source's text that a notice or a refusal repeats
# Joiners, non-joiners, marks of direction, soft hyphen, BOM, the Arabic lengthening stroke: they control
# typesetting and are not text.
INVISIBLE_CHARACTERS = (
    "\u00ad\u0640\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
# Non-breaking hyphens are typeset, and read back, as hyphens.
UNBREAKING_HYPHENS = "\u2010\u2011"
# To replace these by a pattern takes a tenth of the time of str.translate: few texts have any.
INVISIBLE_CHARACTER = re.compile(f"[{INVISIBLE_CHARACTERS}]")
FOLDED_CHARACTER = re.compile(f"[{INVISIBLE_CHARACTERS}{UNBREAKING_HYPHENS}]")
# Closing brackets and quotation marks to opening ones: extractors mirror them in right-to-left text.
MIRRORED_BRACKETS = str.maketrans(")]}>»›”", "([{<«‹“")

# Presentation forms of letters: Latin, Armenian and Hebrew ligatures, wide Hebrew letters, Arabic letters as shaped,
# joined or with a high hamza.
PRESENTATION_FORM = re.compile("[\u0675-\u0678\ufb00-\ufb06\ufb13-\ufb17\ufb20-\ufb29\ufb4f\ufb50-\ufdff\ufe70-\ufefc]")
# Without a glyph (Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties), and the blank braille pattern.
DRAWS_NOTHING = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True)
class TextStreams:
    """The bare text of a document: masthead lines, body with its calls, each note; folded, or with its white space."""

    masthead: tuple[str, ...]
    body: str
    notes: tuple[str, ...]


def shorten_text(text: str, characters: int = SHOWN_CHARACTERS) -> str:
    """Return a text, cut with "…" behind a number of characters."""
    return text if len(text) <= characters else f"{text[:characters]}…"


def shorten_line(text: str) -> str:
    """Return a text on one line, its white space single, cut as ``shorten_text`` cuts."""
    return shorten_text(" ".join(text.split()))


def remove_invisible(text: str) -> str:
    """Return ``text`` without its invisible characters."""
    return INVISIBLE_CHARACTER.sub("", text)


def fold(text: str) -> str:
    """Return ``text`` in NFC without white space and invisible characters, non-breaking hyphens replaced by "-"."""
    return unicodedata.normalize("NFC", "".join(fold_characters(text).split()))


def fold_characters(text: str) -> str:
    """Return ``text`` without invisible characters, non-breaking hyphens replaced by "-"."""
    return FOLDED_CHARACTER.sub(_fold_character, text)


def _fold_character(found: re.Match[str]) -> str:
    return "-" if found[0] in UNBREAKING_HYPHENS else ""


def fold_as_printed(text: str) -> str:
    """Return ``text`` as ``fold`` does and as a page shows it: presentation forms are replaced by their letters, and
    characters without a glyph are dropped.

    A reader of a PDF cannot tell "\ufb01" from "fi", and does not see what leaves no glyph on the page. Both sides of a
    comparison are folded so.
    """
    if PRESENTATION_FORM.search(text):
        text = PRESENTATION_FORM.sub(_decompose_form, text)
    return fold(DRAWS_NOTHING.sub("", text))


def _decompose_form(presented: re.Match[str]) -> str:
    """Return the letters of a presentation form by the Unicode Character Database; itself where it gives none."""
    codes = unicodedata.decomposition(presented[0]).split()[1:]
    return PRESENTATION_FORM.sub(_decompose_form, "".join(chr(int(code, 16)) for code in codes)) or presented[0]


def count_characters(text: str) -> Counter[str]:
    """Return how often each character occurs in ``text`` in NFKD, without the characters that ``fold`` drops.

    The count does not depend on order, composition, presentation forms and ligatures, nor on the direction of brackets
    and quotation marks: ")" counts as "(".
    """
    spelled = fold_characters(unicodedata.normalize("NFKD", text)).translate(MIRRORED_BRACKETS)
    return Counter("".join(spelled.split()))


def fold_keeping_spaces(text: str) -> str:
    """Return ``text`` as ``fold`` does, but with single spaces between its words."""
    return " ".join(fold(word) for word in fold_characters(text).split())


def strip_enacting_words(words: str) -> str:
    """Return words without white space, Arabic vowel signs and a final comma, as enacting words are compared."""
    return "".join(c for c in fold(words) if not "\u064b" <= c <= "\u0652").rstrip(",，،")


def spell_inlines(content: Iterable[Inline], calls: bool = True) -> str:
    """Return the characters of a run of inlines; a note gives its number, or nothing without ``calls``."""
    return "".join(_spell_inline(item, calls) for item in content)


def _spell_inline(item: Inline, calls: bool) -> str:
    if isinstance(item, Text):
        return item.text
    if isinstance(item, Note):
        return item.number if calls else ""
    if isinstance(item, LineBreak | PageBreak):
        return "\n" if isinstance(item, LineBreak) else ""
    return spell_inlines(item.content, calls)


def spell_without_raised_figures(content: tuple[Inline, ...]) -> str:
    """Return the characters of a run with spaces for figures set high: another call of a note belongs to no symbol."""
    pieces: list[str] = []
    for item in content:
        words = spell_inlines((item,), calls=False)
        if isinstance(item, Styled) and item.style is Style.SUPERSCRIPT and RAISED_FIGURES.fullmatch(words):
            pieces.append(" " * len(words))
        elif isinstance(item, Styled | Link | Citation):
            pieces.append(spell_without_raised_figures(item.content))
        else:
            pieces.append(words)
    return "".join(pieces)


def locate_inlines(content: Iterable[Inline], at: int = 0, *, calls: bool = False) -> Iterator[tuple[int, int, Inline]]:
    """Yield each inline of a run with the characters it begins and ends at, counted as ``spell_inlines`` spells them.

    ``at``: the character that the run begins at.
    """
    for item in content:
        start, at = at, at + len(spell_inlines((item,), calls))
        yield start, at, item


def spell_blocks(blocks: Iterable[Block], calls: bool = True) -> str:
    """Return the characters of blocks, one line for each, numbers first."""
    return "\n".join(line for _, line in iter_block_lines(blocks, calls))


def iter_block_lines(blocks: Iterable[Block], calls: bool = True) -> Iterator[tuple[Block, str]]:
    """Yield each block with its line of text, number first; of a table the blocks of its cells, and for an empty cell
    the table itself with an empty line.
    """
    for block in blocks:
        if isinstance(block, Table):
            for cell in (cell for row in block.rows for cell in row):
                yield from list(iter_block_lines(cell.blocks, calls)) or [(block, "")]
            continue
        yield block, f"{block.number} {spell_inlines(block.content, calls)}".strip()
        if isinstance(block, Paragraph):
            yield from iter_block_lines(block.children, calls)


def masthead_lines(masthead: Masthead) -> tuple[str, ...]:
    """Return the known lines of a masthead from top to bottom."""
    m = masthead
    top = (m.publisher, m.symbol, m.organ, m.distribution, m.issued, m.version, m.original, m.subsidiary)
    lines = (
        *top,
        m.session,
        *m.period,
        m.agenda_item,
        *m.agenda_title.splitlines(),
        m.adoption,
        spell_inlines(m.proponent),
        *m.other,
    )
    return tuple(line for line in lines if line)


def digest_statements(masthead: Masthead, closing: Iterable[Paragraph]) -> str:
    """Return a short digest of the lines that state facts: those of a masthead, those under a text."""
    lines = (*masthead_lines(masthead), *(spell_inlines(line.content, calls=False) for line in closing))
    return f"{zlib.crc32(fold(''.join(lines)).encode('utf-8')):08x}"


def iter_body_lines(resolution: Resolution, calls: bool = True) -> Iterator[tuple[Block | None, str]]:
    """Yield each line of a resolution's body with its block, None for numbers and titles of the whole and its parts."""
    yield None, resolution.number
    yield None, spell_inlines(resolution.title, calls)
    for part in resolution.parts:
        yield None, part.number
        yield None, spell_inlines(part.title, calls)
        yield from iter_block_lines((*part.body, *part.closing), calls)
        for annex in part.annexes:
            yield from iter_block_lines(annex.blocks, calls)


def spaced_streams(resolution: Resolution, calls: bool = True) -> TextStreams:
    """Return the text of ``resolution`` with white space, in NFC; without ``calls`` the body lacks their numbers."""
    body = "\n".join(line for _, line in iter_body_lines(resolution, calls))
    texts = tuple(_compose_characters(spell_blocks(note.blocks)) for note in notes_of(resolution))
    return TextStreams(masthead_lines(resolution.masthead), _compose_characters(body), texts)


def _compose_characters(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def folded_streams(resolution: Resolution, calls: bool = True) -> TextStreams:
    """Return the folded text of ``resolution``; without ``calls`` the body lacks their numbers."""
    spaced = spaced_streams(resolution, calls)
    return TextStreams(tuple(map(fold, spaced.masthead)), fold(spaced.body), tuple(map(fold, spaced.notes)))


def spell_title(content: Iterable[Inline]) -> str:
    """Return a title as plain words, without calls and with single spaces."""
    return " ".join(spell_inlines(content, calls=False).split())
