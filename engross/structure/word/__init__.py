"""A Word document (.docx) to a Reading: its paragraphs by their styles, its notes where they are called.

The steps, one a file: package (the parts of the file), styles and numbers (what they mean), runs and notes (the words
of a paragraph), pieces and tables (paragraphs in order), head (masthead, title, opening words), body (what each
paragraph is), margins and account (the ledger). A line of a place in a Word document is a paragraph, counted from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.language import Language, language
from engross.model import Annex, Facts, Inline, Masthead, Note, Paragraph, Part, Resolution, Role, Source, Where
from engross.notice import Code, Notice, Refusal, notice
from engross.reading import BODY, MAST, Entry, Reading, Wishes
from engross.structure.raw.head import closing as told
from engross.structure.raw.head import facts, given_symbol
from engross.structure.raw.links import committee_reports
from engross.structure.word import body, head
from engross.structure.word.brackets import numbered
from engross.structure.word.desk import Desk, desk
from engross.structure.word.ledger import ledger, left_out, shortened
from engross.structure.word.margins import Margins, first_header, margins
from engross.structure.word.names import find, q
from engross.structure.word.package import opened
from engross.structure.word.parts import Lettered, lettered
from engross.structure.word.pieces import Piece, inside, pieces
from engross.structure.word.references import reference_notices
from engross.structure.word.tongue import tongue
from engross.structure.word.uncalled import with_uncalled_notes
from engross.symbol import parse
from engross.text import fold, spell

KEPT, LOST = ("w:ins", "w:moveTo", "w:cellIns"), ("w:del", "w:moveFrom", "w:cellDel")


@dataclass(frozen=True, slots=True)
class Told:
    """A document as its pieces tell it: those of the masthead, the title's, the text's; its language and organ."""

    mast: list[Piece]
    title: list[Piece]
    text: list[Piece]
    lang: Language
    organ: str  # of the opening words; "" where there are none


def read(source: Source, wishes: Wishes) -> Reading:
    """The resolution in a Word document, or any other document as headings and paragraphs.

    Raises Refusal where the file is broken or has no words, or no symbol is found.
    """
    at = desk(opened(source), source.name, inside)
    cover, main = _read(at, source)
    header = first_header(at) if cover else ""
    beside = margins(at, header)
    document = _told(at, cover, with_uncalled_notes(main, at), wishes)
    over, letters = lettered(document.title, document.text, document.lang, document.organ)
    number, title = head.title(over)
    mast = head.masthead(document.mast, document.lang, document.organ or _group(document, wishes), at.styles)
    own = head.symbol(mast, number, document.organ, list(beside.lines))
    symbol = parse(wishes.symbol) if wishes.symbol else given_symbol(own, Where(source.name, 1))
    carried = head.noted(document.mast)
    title, where = _with(title, carried), Where(source.name, 1)
    parts = tuple(_part(document, one) for one in letters or [Lettered(number, title, document.text)])
    known = _facts(number, parts, mast, (document.lang, beside))
    whole = (number, title) if letters else ("", ())
    organ = document.organ or symbol.organ
    found = Resolution(symbol, document.lang.code, organ, parts, mast, known, *whole, where)
    resolution = numbered(found, document.lang)
    unknown = (one for part in parts for one in _unknown(part, document))
    account = ledger(at, _entries(document), header, beside.entries)
    aside = (*_pictures(document), *_header_left_out(at, header), *left_out(account, where))
    odd = (*reference_notices(at.package), *at.notices, *_unlisted(at))
    notices = (*_changes(at, where), *_carried(carried), *aside, *odd, *unknown)
    return Reading(resolution, (*notices, *_not_found(resolution, document)), (), account)


def _read(at: Desk, source: Source) -> tuple[list[Piece], list[Piece]]:
    """The pieces of the first page's header, if that is a masthead, and those of the text."""
    root = at.package.tree(at.package.main)
    text = find(root, "w:body")
    part = first_header(at)
    header = at.package.tree(part) if part else None
    cover: list[Piece] = []
    if header is not None:
        at.part = part
        cover = [*pieces(header, at)]
        if not any(head.marked(line) for piece in cover for line in head.lines(piece)):
            cover = []
    at.part, at.paragraph, at.pictures, at.fields = at.package.main, 0, 0, []
    main = [*pieces(text, at)] if text is not None else []
    if not any(piece.content or piece.table for piece in main):
        raise Refusal("the Word document has no words", "give the text of a resolution", Where(source.name))
    return cover, main


def _told(at: Desk, cover: list[Piece], main: list[Piece], wishes: Wishes) -> Told:
    begun = head.opening(main, wishes.language)
    root = at.package.tree(at.package.main)
    code = wishes.language or (tongue(root, at.styles) if root is not None else "")
    lang = begun.lang if begun else language(code)
    frame = head.frame(main, begun, at.styles)
    above = main[: frame.title.start]
    bare = [replace(piece, pictures=0) for piece in (*cover, *above)]
    return Told(bare, main[frame.title.start : frame.text], main[frame.text :], lang, begun.organ if begun else "")


def _group(document: Told, wishes: Wishes) -> str:
    """The organ of a document without opening words: that of the first symbol above its text."""
    if wishes.symbol:
        return parse(wishes.symbol).organ
    lines = (line for piece in document.mast for line in head.lines(piece))
    return next((found.organ for line in lines if (found := head.named(line))), "")


def _with(title: tuple[Inline, ...], carried: tuple[Note, ...]) -> tuple[Inline, ...]:
    """A title with the notes that lines above it call, before its own."""
    at = next((n for n, item in enumerate(title) if spell((item,)) != spell((item,), calls=False)), len(title))
    return (*title[:at], *carried, *title[at:])


def _part(document: Told, part: Lettered) -> Part:
    resolution = bool(document.organ)
    main, closing, annexes = body.divided(part.text, document.lang, resolution)
    return Part(
        part.letter,
        part.title,
        body.blocks(main, resolution),
        tuple(body.closing(closing)),
        tuple(_filled(map(body.annex, annexes))),
    )


def _filled(annexes: Iterator[Annex]) -> Iterator[Annex]:
    return (annex for annex in annexes if annex.blocks)


def _facts(number: str, parts: tuple[Part, ...], mast: Masthead, known: tuple[Language, Margins]) -> Facts:
    lang, beside = known
    said = told([spell(one.content, calls=False) for one in parts[0].closing], lang)
    return replace(
        facts(number, mast, said, lang),
        committee_report=committee_reports((), "", spell(mast.proponent)),
        job_number=beside.job_number,
    )


def _changes(at: Desk, where: Where) -> Iterator[Notice]:
    """What was accepted of tracked changes, in the text and its notes."""
    kinds = ("footnotes", "endnotes")
    parts = (at.package.main, *(part for kind in kinds for part in at.package.parts_beside(kind)))
    roots = [root for part in parts if (root := at.package.tree(part)) is not None]
    kept, lost = (sum(1 for root in roots for _ in root.iter(*map(q, names))) for names in (KEPT, LOST))
    if kept or lost:
        yield notice(Code.CHANGES_ACCEPTED, where, kept=kept, lost=lost)


def _carried(notes: tuple[Note, ...]) -> Iterator[Notice]:
    words = {"place": "the masthead", "call": "the title"}
    return (notice(Code.NOTE_CARRIED, note.where, number=note.number, **words) for note in notes)


def _header_left_out(at: Desk, read: str) -> Iterator[Notice]:
    """The header of the first page, where it has words and is not ``read`` as a masthead."""
    part = first_header(at)
    words = at.texts.of(at.package.tree(part)) if part and not read else ""
    if words.strip():
        yield notice(
            Code.FURNITURE, Where(at.file), text=shortened(words), kind="header of the first page, without a symbol"
        )


def _unlisted(at: Desk) -> Iterator[Notice]:
    """The paragraphs whose automatic numbers cannot be told, in one notice at the first."""
    if at.unlisted:
        yield notice(Code.NUMBERS_UNKNOWN, at.unlisted[0], count=len(at.unlisted))


def _pictures(document: Told) -> Iterator[Notice]:
    """The pictures of the text; what adorns a masthead is none of them."""
    shown = (piece for piece in (*document.title, *document.text) if piece.pictures)
    return (notice(Code.PICTURE_LEFT_OUT, piece.where, count=piece.pictures) for piece in shown)


def _unknown(part: Part, document: Told) -> Iterator[Notice]:
    """Paragraphs of a resolution that are neither preambular nor operative, nor a point."""
    for block in part.body if document.organ else ():
        if isinstance(block, Paragraph) and block.role is Role.PLAIN:
            yield notice(Code.UNKNOWN_LINE, block.where, text=shortened(spell(block.content)))


def _not_found(resolution: Resolution, document: Told) -> Iterator[Notice]:
    facts, mast = resolution.facts, resolution.masthead
    known: dict[str, object] = {"date of issue": facts.issued or mast.issued, "job number": facts.job_number}
    if document.organ:
        known = {"agenda item": mast.agenda_item, **known, "session": facts.session or mast.session}
        known |= {"date of adoption": facts.adopted, "meeting": facts.meeting}
    if document.organ != "sc":
        known["title"] = fold(spell(resolution.full_title, calls=False))
    return (notice(Code.NOT_FOUND, resolution.where, what=what) for what, value in known.items() if not value)


def _entries(document: Told) -> Iterator[Entry]:
    """The entries of the text, those of the masthead as such."""
    for entry in (entry for piece in document.mast for entry in piece.entries):
        yield replace(entry, kind=MAST) if entry.kind == BODY else entry
    yield from (entry for piece in (*document.title, *document.text) for entry in piece.entries)
