"""Raw text, as extractors take it out of official PDFs, to a Reading.

The steps, one a file: lines (what is furniture of the page), head (masthead, title, closing), notes (blocks under a
rule, calls run into the text), paragraphs (which line begins one), body (what each paragraph is), account (the
ledger).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.language import Language, codes, language
from engross.model import Annex, Facts, Inline, Paragraph, Part, Resolution, Role, Source, Where
from engross.notice import Code, Notice, Refusal, notice
from engross.reading import Reading, Wishes
from engross.structure.raw.account import account
from engross.structure.raw.apart import put_back
from engross.structure.raw.back import without_back
from engross.structure.raw.body import Material, annex_blocks, body, note_of, run, uncalled
from engross.structure.raw.frames import Frame, framed
from engross.structure.raw.grids import around, tabled
from engross.structure.raw.head import (
    Head,
    closing,
    enacting_line,
    facts,
    given_symbol,
    head,
    own_symbol,
)
from engross.structure.raw.joined import unjoined
from engross.structure.raw.levels import levelled
from engross.structure.raw.lift import lift
from engross.structure.raw.lines import BACK, HEAD, LINK, TEXT, Line, classify, job_number, split
from engross.structure.raw.links import committee_reports
from engross.structure.raw.listed import listed
from engross.structure.raw.long_numbers import mark_long_numbers
from engross.structure.raw.manners import as_read
from engross.structure.raw.mends import Mend, mended
from engross.structure.raw.notes import Call, find_calls, find_noteless, note_blocks
from engross.structure.raw.paragraphs import paragraphs
from engross.structure.raw.parts import labels
from engross.structure.raw.seats import RawNote
from engross.structure.raw.sewn import sewn
from engross.structure.raw.tail import Bounds, bounds
from engross.structure.raw.titles import part_title, title_content, titles_note
from engross.structure.raw.unruled import unruled
from engross.symbol import Symbol, parse
from engross.text import spell

SHOWN = 40  # characters of a line that a notice repeats


@dataclass(frozen=True, slots=True)
class Given:
    """What a source has to read: its lines, and what its layout shows.

    That is its notes (None: they must be found), and the frames of the tables that lines stand in.
    """

    lines: list[Line]
    notes: list[RawNote] | None = None
    frames: tuple[Frame, ...] = ()


def read(source: Source, wishes: Wishes) -> Reading:
    """The resolution in extracted text.

    Raises Refusal where no organ's enacting words are found, or no symbol.
    """
    return read_lines(source, wishes, Given(split(as_read(source.text))))


def read_lines(source: Source, wishes: Wishes, given: Given) -> Reading:
    """The resolution in lines. Raises Refusal as ``read`` does."""
    lang, _ = _language(classify(given.lines, "", ""), wishes, source)
    whole, mends = mended(without_back(given.lines, lang), lang)
    plain = classify(whole, "", "")
    lang, enacting = _language(plain, wishes, source)
    found = head(plain, lang, enacting)
    symbol = _symbol(plain, found, wishes, source)
    lines = _classified(whole, found, symbol, lang)
    lines = [*lines[: found.enacting], *put_back(sewn(unjoined(lines[found.enacting :]), lang), lang)]
    rest, notes = _noted(lines[found.enacting :], given, lang)
    raised = lift(levelled(rest), notes, lang)
    tables = tabled(raised.lines)
    lines = tables.applied(raised.applied(lines))
    texts = mark_long_numbers([line for line in tables.applied(raised.lines) if line.kind == TEXT])
    titled = titles_note(found.call, notes, texts, lang)
    calls, missed = find_calls(texts, [note for note in notes if note is not titled], lang)
    grids = framed(texts, given.frames or tables.frames)
    material = Material(source.name, lang, texts, calls, notes, titled, grids, listed(texts))
    parts = tuple(_parts(material, found, missed))
    links = tuple(link for line in lines if line.kind == LINK for link in line.text.split())
    known = _facts(lines, found, parts[0], (links, lang))
    number, title = _whole(material, found) if len(parts) > 1 else ("", ())
    resolution = Resolution(
        symbol, lang.code, found.organ, parts, found.masthead, known, number, title, Where(source.name, 1)
    )
    noteless = find_noteless(texts, notes, calls, lang)
    notices = (
        *_mended(mends, source),
        *_missed(missed, source),
        *_noteless(noteless, material),
        *(one for part in parts for one in _unknown(part, material)),
        *_tables(material, bool(given.frames)),
        *_listed(material),
        *_not_found(resolution),
    )
    return Reading(resolution, notices, links, account(lines, found, material, mends))


def _noted(lines: list[Line], given: Given, lang: Language) -> tuple[list[Line], list[RawNote]]:
    """The lines after the head without the notes, and the notes."""
    if given.notes is None:
        return note_blocks(lines, unruled(lines, lang), lang)
    back = {line.key for line in lines if line.kind == BACK}
    kept = ((note, tuple(line for line in note.lines if line.key not in back)) for note in given.notes)
    return lines, [replace(note, lines=mine) for note, mine in kept if mine]


def _classified(given: list[Line], found: Head, symbol: Symbol, lang: Language) -> list[Line]:
    """The lines with running heads known; the head's own lines, and an annex's title, are no repetition."""
    own = {*found.mast_lines, *found.title_lines}
    lines = classify(given, str(symbol), found.title, found.enacting)
    annex = re.compile(lang.words["reading"]["annex"])
    for n in range(1, len(lines)):
        titled = annex.fullmatch(lines[n - 1].text) or n - 1 in own
        if lines[n].kind == HEAD and n > found.enacting and titled and str(symbol) not in lines[n].text:
            own.add(n)
    return [replace(line, kind=TEXT) if n in own and line.kind == HEAD else line for n, line in enumerate(lines)]


def _parts(material: Material, found: Head, missed: list[RawNote]) -> Iterator[Part]:
    """The parts of a resolution: one, or as many as have letters of their own."""
    texts, lang = material.texts, material.lang
    marked = labels(texts, ((found.organ, lang.words["enacting"][found.organ]),))
    if not marked or marked[0].lines.start:
        yield _part(material, _whole(material, found), bounds(texts, range(len(texts)), lang), missed)
        return
    for label, end in zip(marked, [*(one.lines.start for one in marked[1:]), len(texts)], strict=True):
        first, last = texts[label.lines.start].number, texts[end - 1].number
        own = [note for note in missed if first <= note.lines[0].number <= last]
        titled = (label.letter, part_title(material, label))
        part = _part(material, titled, bounds(texts, range(label.enacting, end), lang), own)
        yield replace(part, where=Where(material.file, first))


Titled = tuple[str, tuple[Inline, ...]]


def _whole(material: Material, found: Head) -> Titled:
    """The number and the title over the whole text."""
    note = note_of(material.titled, material) if material.titled else None
    return found.number, title_content(found.title, found.call, note)


def _part(material: Material, titled: Titled, ends: Bounds, missed: list[RawNote]) -> Part:
    def grouped(part: range, label: int = 0) -> list[list[int]]:
        """The paragraphs of a range of lines; its first ``label`` lines stand alone."""
        groups = [[n] for n in part[:label]]
        for rest in around(part[label:], {**material.grids, **material.lists}):
            within = paragraphs([material.bare(n) for n in rest], material.lang)
            whole = rest.start in material.grids or rest.start in material.lists
            groups += [list(rest)] if whole else [[n + rest.start for n in group] for group in within]
        return groups

    blocks = uncalled(body(material, grouped(ends.main)), missed, material)
    closing = tuple(
        Paragraph(Role.CLOSING, run(material, [n]), where=Where(material.file, material.texts[n].number))
        for n in ends.closing
    )
    annexes = tuple(Annex(tuple(annex_blocks(material, grouped(part, 1)))) for part in ends.annexes)
    return Part(*titled, blocks, closing, annexes)


def _language(lines: list[Line], wishes: Wishes, source: Source) -> tuple[Language, tuple[int, str]]:
    """The language whose enacting words the text has, and where they stand."""
    for code in (wishes.language,) if wishes.language else codes():
        lang = language(code)
        if found := enacting_line(lines, lang):
            return lang, found
    known = "; ".join(w for code in codes() for w in language(code).words["enacting"].values())
    what = f"no enacting words found; expected a line that begins with one of: {known}"
    raise Refusal(
        what, "is this the text of a resolution? --language says in which language to look", Where(source.name)
    )


def _symbol(lines: list[Line], found: Head, wishes: Wishes, source: Source) -> Symbol:
    where = Where(source.name, 1)
    return parse(wishes.symbol) if wishes.symbol else given_symbol(own_symbol(lines, found), where)


def _facts(lines: list[Line], found: Head, part: Part, known: tuple[tuple[str, ...], Language]) -> Facts:
    links, lang = known
    said = closing([spell(p.content) for p in part.closing], lang)
    text = "\n".join(line.text for line in lines if line.kind == TEXT)
    return replace(
        facts(found.number, found.masthead, said, lang),
        committee_report=committee_reports(links, text, spell(found.masthead.proponent)),
        job_number=next((job for job in map(job_number, lines) if job), ""),
    )


def _mended(mends: tuple[Mend, ...], source: Source) -> tuple[Notice, ...]:
    places = ((mend, Where(source.name, mend.line.number)) for mend in mends)
    return tuple(notice(Code.TEXT_MENDED, where, before=mend.before, after=mend.after) for mend, where in places)


def _missed(missed: list[RawNote], source: Source) -> tuple[Notice, ...]:
    return tuple(
        notice(Code.NOTE_WITHOUT_CALL, Where(source.name, note.lines[0].number), number=note.number) for note in missed
    )


def _noteless(calls: list[Call], material: Material) -> tuple[Notice, ...]:
    """Calls without a note stay in the text as the numbers they are."""
    places = ((call.number, Where(material.file, material.texts[call.line].number)) for call in calls)
    return tuple(notice(Code.CALL_WITHOUT_NOTE, where, number=number) for number, where in places)


def _unknown(part: Part, material: Material) -> tuple[Notice, ...]:
    """Paragraphs of the main text that are neither preambular nor operative, nor a point."""
    known = {material.texts[n].number for one in material.lists.values() for group in one.groups for n in group}
    blocks = (block for block in part.body if isinstance(block, Paragraph) and block.role is Role.PLAIN)
    plain = (block for block in blocks if block.where.line not in known)
    return tuple(notice(Code.UNKNOWN_LINE, block.where, text=_beginning(spell(block.content))) for block in plain)


def _tables(material: Material, drawn: bool) -> tuple[Notice, ...]:
    """A notice of each table. ``drawn``: rules showed them, not columns of text."""
    code = Code.TABLE_FROM_RULES if drawn else Code.TABLE_FROM_TEXT
    return tuple(
        notice(code, Where(material.file, material.texts[n].number), rows=len(one.frame.rows), columns=one.frame.width)
        for n, one in material.grids.items()
    )


def _listed(material: Material) -> tuple[Notice, ...]:
    places = ((one, Where(material.file, material.texts[n].number)) for n, one in material.lists.items())
    return tuple(notice(Code.TABLE_WITHOUT_COLUMNS, where, lines=len(one.groups)) for one, where in places)


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


def _not_found(resolution: Resolution) -> tuple[Notice, ...]:
    facts, masthead = resolution.facts, resolution.masthead
    known = {
        "agenda item": facts.agenda_item or masthead.agenda_item,
        "date of issue": facts.issued or masthead.issued,
        "session": facts.session or masthead.session,
        "date of adoption": facts.adopted,
        "meeting": facts.meeting,
        "job number": facts.job_number,
    }
    return tuple(notice(Code.NOT_FOUND, resolution.where, what=what) for what, value in known.items() if not value)
