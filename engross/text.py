"""A resolution to its bare text, for every comparison that engross makes: source, model, PDF, EPUB.

The text of a document is two streams: the body, in which each call stands as its number, and the notes in the
order of their calls. White space and the invisible characters that typesetting adds do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engross.model import Block, Inline, LineBreak, Masthead, Note, PageBreak, Paragraph, Part, Resolution, Table, Text
from engross.walk import notes_of

# Joiners, non-joiners, marks of direction, soft hyphen, BOM, the Arabic lengthening stroke: they steer setting and
# are not text.
JOINERS = "\u00ad\u0640\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
# Hyphens that do not break are set, and read back, as hyphens.
HYPHENS = "\u2010\u2011"
INVISIBLE: dict[int, int | None] = {**dict.fromkeys(map(ord, JOINERS)), **dict.fromkeys(map(ord, HYPHENS), ord("-"))}
ANY_INVISIBLE = re.compile(f"[{JOINERS}{HYPHENS}]")  # is found ten times as fast as a text is translated
# Brackets and quotation marks by the one that they mirror: extractors turn them in text from right to left.
MIRRORED = str.maketrans(")]}>»›”", "([{<«‹“")


@dataclass(frozen=True, slots=True)
class Streams:
    """The bare text of a document: masthead lines, body with the calls in place, each note; folded, or all spaced."""

    masthead: tuple[str, ...]
    body: str
    notes: tuple[str, ...]


def fold(text: str) -> str:
    """``text`` without white space and invisible characters, in Unicode's form C; hyphens that do not break are "-"."""
    if ANY_INVISIBLE.search(text):
        text = text.translate(INVISIBLE)
    return unicodedata.normalize("NFC", "".join(text.split()))


def count_characters(text: str) -> Counter[str]:
    """Return how often each character stands in ``text``, in Unicode's form KD and without what ``fold`` leaves out.

    The order of the text does not matter to it, nor whether a letter is composed, presented or part of a ligature, nor
    which way a bracket or a quotation mark is turned: ")" counts as "(".
    """
    spelled = unicodedata.normalize("NFKD", text).translate(INVISIBLE).translate(MIRRORED)
    return Counter("".join(spelled.split()))


def settled(text: str) -> str:
    """``text`` as ``fold`` has it, but for single spaces between its words."""
    return " ".join(fold(word) for word in text.translate(INVISIBLE).split())


def bare_words(words: str) -> str:
    """Words without white space, vowel signs and the comma at their end, as enacting words are compared."""
    return "".join(c for c in fold(words) if not "\u064b" <= c <= "\u0652").rstrip(",，،")


def spell(content: Iterable[Inline], calls: bool = True) -> str:
    """The characters of a run of inlines; a note is its number, or nothing without ``calls``."""
    return "".join(_spell(item, calls) for item in content)


def _spell(item: Inline, calls: bool) -> str:
    match item:
        case Text(text):
            return text
        case Note(number):
            return number if calls else ""
        case LineBreak():
            return "\n"
        case PageBreak():
            return ""
        case _:
            return spell(item.content, calls)


def spell_blocks(blocks: Iterable[Block], calls: bool = True) -> str:
    """The characters of blocks, numbers first, one line a block."""
    return "\n".join(line for block in blocks for line in _lines(block, calls))


def _lines(block: Block, calls: bool) -> Iterator[str]:
    if isinstance(block, Table):
        yield from (spell_blocks(cell.blocks, calls) for row in block.rows for cell in row)
        return
    yield f"{block.number} {spell(block.content, calls)}".strip()
    if isinstance(block, Paragraph):
        for child in block.children:
            yield from _lines(child, calls)


def mast_lines(masthead: Masthead) -> tuple[str, ...]:
    """The lines of a masthead that are known, from the top down."""
    m = masthead
    top = (m.publisher, m.symbol, m.organ, m.distribution, m.issued, m.version, m.original, m.subsidiary)
    lines = (*top, m.session, *m.period, m.agenda_item, m.agenda_title, m.adoption, spell(m.proponent), *m.other)
    return tuple(line for line in lines if line)


def _part_text(part: Part, calls: bool) -> str:
    blocks = spell_blocks((*part.body, *part.closing), calls)
    annexes = "\n".join(spell_blocks(annex.blocks, calls) for annex in part.annexes)
    return "\n".join((part.number, spell(part.title, calls), blocks, annexes))


def spaced(resolution: Resolution, calls: bool = True) -> Streams:
    """The text of ``resolution`` as ``streams`` has it, with its white space, in Unicode's form C."""
    parts = (_part_text(part, calls) for part in resolution.parts)
    body = "\n".join((resolution.number, spell(resolution.title, calls), *parts))
    texts = tuple(_composed(spell_blocks(note.blocks)) for note in notes_of(resolution))
    return Streams(mast_lines(resolution.masthead), _composed(body), texts)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def streams(resolution: Resolution, calls: bool = True) -> Streams:
    """The bare text of ``resolution``, masthead apart; the body with the calls' numbers or without."""
    whole = spaced(resolution, calls)
    return Streams(tuple(map(fold, whole.masthead)), fold(whole.body), tuple(map(fold, whole.notes)))


def title_text(content: Iterable[Inline]) -> str:
    """A title as plain words, calls left out and white space made single."""
    return " ".join(spell(content, calls=False).split())
