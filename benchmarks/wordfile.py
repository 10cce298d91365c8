"""Write a resolution as a Word file in the UN's styles, for ``benchmarks.word`` to read back.

The masthead stands in the first page's header, text in SingleTxt, headings in HCh to H56; there are real footnotes,
tables with merged cells, right-to-left runs in Arabic. A file is made in one of three manners: STYLED; COUNTED, in
which Word itself counts paragraphs and points where it can; PLAIN, as typed without a template: no styles but bold
headings, the masthead in the body, runs split as Word splits them where a word was corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from benchmarks.wordpackage import TEMPLATES, Element, make, named, numbering, packed, rule, styles
from engross.grammars.language import load_language
from engross.model.tree import (
    Block,
    Heading,
    Inline,
    LineBreak,
    Link,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Resolution,
    Role,
    Style,
    Styled,
    Table,
    Text,
)
from engross.readers.word.number_formats import format_number

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
STYLED, COUNTED, PLAIN = MANNERS = ("styled", "counted", "plain")
MEASURE = 9000  # twentieths of a point
HEADINGS = ("HCh", "H1", "H23", "H4", "H56")
MARKS = {Style.BOLD: ("w:b", "w:bCs"), Style.ITALIC: ("w:i", "w:iCs"), Style.STRIKE: ("w:strike", "w:strike")}
FORMS = (re.compile(r"\d+\."), re.compile(r"\([a-z]{1,2}\)"), re.compile(r"\([ivx]+\)"))


@dataclass
class Writer:
    """A Word file under construction: its language, and the notes and links of its text."""

    code: str
    manner: str
    notes: list[Element] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=lambda: [0] * len(TEMPLATES))

    @property
    def counted(self) -> bool:
        """True if Word is to count what it can."""
        return self.manner == COUNTED

    @property
    def turned(self) -> bool:
        """True if the text runs from right to left."""
        return load_language(self.code).direction == "rtl"

    def paragraph(self, style: str, *runs: Element, align: str = "", level: str = "") -> Element:
        """Return a paragraph of a style; ``level``: its level in the list that Word counts, "" for none."""
        number = make("numPr", make("ilvl", val=level), make("numId", val="1")) if level else None
        properties = (
            make("pStyle", val=style) if self.manner != PLAIN else None,
            number,
            make("bidi") if self.turned else None,
            make("jc", val=align) if align else None,
        )
        return make("p", make("pPr", *properties), *runs)

    def runs(self, content: Iterable[Inline], styles: frozenset[Style] = frozenset()) -> Iterator[Element]:
        """Yield the runs of inlines; collect their notes and links."""
        for item in content:
            match item:
                case Text(text):
                    yield from self.words(text, styles)
                case Styled(style, inner):
                    yield from self.runs(inner, styles | {self._look(style)})
                case Link(target, inner):
                    self.links.append(target)
                    yield make("hyperlink", *self.runs(inner, styles), r_id=f"link{len(self.links)}")
                case Note():
                    yield from self._called(item)
                case LineBreak():
                    yield make("r", make("br"))
                case PageBreak():
                    continue
                case _:
                    yield from self.runs(item.content, styles)

    def level(self, block: Paragraph) -> str:
        """Return the list level on which Word would count a paragraph's number just as it is printed; "" for none."""
        if not self.counted:
            return ""
        level = next((n for n, form in enumerate(FORMS) if form.fullmatch(block.number)), None)
        if level is None:
            return ""
        due = [*self.counts[: level + 1], *[0] * len(self.counts[level + 1 :])]
        due[level] += 1
        if format_number(due[level], TEMPLATES[level]) != block.number.strip("().") or not all(due[:level]):
            return ""
        self.counts = due
        return str(level)

    def _look(self, style: Style) -> Style:
        bold = load_language(self.code).words["reading"]["tight"]
        return style if style is not Style.LEAD else Style.BOLD if bold else Style.ITALIC

    def words(self, text: str, styles: frozenset[Style] = frozenset()) -> Iterator[Element]:
        """Yield runs of plain words, with a tab where the text has one."""
        for n, whole in enumerate(text.split("\t")):
            if n:
                yield make("r", make("tab"))
            for piece in self._torn(whole):
                letters = make("t")
                letters.text, letters.attrib[XML_SPACE] = piece, "preserve"
                yield make("r", self._properties(styles), letters)

    def _torn(self, words: str) -> list[str]:
        half = len(words) // 2 if self.manner == PLAIN else 0
        return [piece for piece in (words[:half], words[half:]) if piece]

    def _properties(self, styles: frozenset[Style]) -> Element:
        properties = [
            make(MARKS[style][n]) for style in MARKS if style in styles for n in ((0, 1) if self.turned else (0,))
        ]
        properties += [make("u", val="single")] if Style.UNDERLINE in styles else []
        raised = next((style_ for style_ in (Style.SUPERSCRIPT, Style.SUBSCRIPT) if style_ in styles), None)
        properties += [make("vertAlign", val=raised.value)] if raised else []
        return make("rPr", *properties, make("rtl") if self.turned else None)

    def _called(self, note: Note) -> Iterator[Element]:
        """Yield a call; in Arabic, if Word counts paragraphs, the brackets around it are typed."""
        has_own_mark = note.number.strip("()") != str(len(self.notes) + 1)
        raised = frozenset({Style.SUPERSCRIPT})
        typed = self.turned and self.counted and not has_own_mark
        yield from self.words("(", raised) if typed else ()
        yield self._call(note, has_own_mark, typed)
        yield from self.words(")", raised) if typed else ()

    def _call(self, note: Note, has_own_mark: bool, typed: bool) -> Element:
        blocks = [self.paragraph("FootnoteText", *self.runs(block.content)) for block in _plain(note.blocks)]
        mark = (
            [*self.words(note.number)]
            if has_own_mark
            else [make("r", make("rPr", make("rStyle", val="FootnoteReference")), make("footnoteRef"))]
        )
        mark = [*self.words("("), *mark, *self.words(")")] if typed else mark
        blocks[0][1:1] = [make("r", make("tab")), *mark, *self.words("\t")]
        self.notes.append(make("footnote", *blocks, id=str(len(self.notes) + 1)))
        reference = make("footnoteReference", id=str(len(self.notes)))
        if has_own_mark:
            reference.set(named("customMarkFollows"), "1")
        letters = make("t")
        letters.text = note.number
        return make(
            "r", make("rPr", make("rStyle", val="FootnoteReference")), reference, letters if has_own_mark else None
        )


def _plain(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            yield from _plain(block.children)


def word_file(resolution: Resolution, manner: str) -> bytes:
    """Return a resolution as a .docx, in one of the MANNERS."""
    writer = Writer(resolution.language, manner)
    cover = [*_masthead(resolution, writer)]
    text = (element for part in resolution.parts for element in _part(part, writer))
    body = make("body", *(cover if manner == PLAIN else ()), *_above(resolution, writer), *text)
    references = (("headerReference", "first", "head"), ("headerReference", "default", "running"))
    header = [make(name, type=kind_, r_id=part) for name, kind_, part in references]
    foot = make("footerReference", type="first", r_id="foot")
    body.append(make("sectPr", *header, foot, make("titlePg"), make("bidi") if writer.turned else None))
    parts = {
        "word/document.xml": make("document", body),
        "word/footnotes.xml": make("footnotes", *writer.notes),
        "word/styles.xml": styles(resolution.language),
        "word/numbering.xml": numbering(),
        "word/header1.xml": make("hdr", *(cover if manner != PLAIN else ()), make("p")),
        "word/header2.xml": make("hdr", make("p", *writer.words(str(resolution.symbol)))),
        "word/footer1.xml": make("ftr", make("p", *writer.words(resolution.facts.job_number))),
    }
    return packed(parts, writer.links)


def _masthead(resolution: Resolution, writer: Writer) -> Iterator[Element]:
    """Yield the table of the first page's header: publisher and symbol, organ and the lines at its right."""
    masthead = resolution.masthead
    right = (line for line in (masthead.distribution, masthead.issued, masthead.version, masthead.original) if line)
    rows = (((masthead.publisher,), (masthead.symbol or str(resolution.symbol),)), ((masthead.organ,), tuple(right)))
    yield make("tbl", make("tblPr"), make("tblGrid"), *(_mast_row(row, writer) for row in rows))


def _mast_row(row: tuple[tuple[str, ...], ...], writer: Writer) -> Element:
    cells = ((), *row)
    return make("tr", *(make("tc", *(make("p", *writer.words(line)) for line in cell or ("",))) for cell in cells))


def _above(resolution: Resolution, writer: Writer) -> Iterator[Element]:
    """Yield what stands in the body above the title."""
    masthead = resolution.masthead
    styled = (
        ("SingleTxt", masthead.subsidiary),
        ("Session", masthead.session),
        *(("SingleTxt", line) for line in masthead.period),
    )
    agenda = (
        ("AgendaItemNormal", masthead.agenda_item),
        ("AgendaTitleH2", masthead.agenda_title),
        ("TitleHCH", masthead.adoption),
    )
    for style, line in (*styled, *agenda):
        if line:
            yield writer.paragraph(style, *writer.words(line))
    if masthead.proponent:
        yield writer.paragraph("SingleTxt", *writer.runs(masthead.proponent, frozenset({Style.ITALIC})))
    for line in masthead.other:
        yield writer.paragraph("SingleTxt", *writer.words(line))
    if resolution.number or resolution.title:
        yield _heading(resolution.number, resolution.title, "H1", writer)


def _heading(number: str, content: tuple[Inline, ...], style: str, writer: Writer) -> Element:
    bold = frozenset({Style.BOLD}) if writer.manner == PLAIN else frozenset[Style]()
    typed = f"{number}\t" if number and content else number
    return writer.paragraph(style, *writer.words(typed, bold), *writer.runs(content, bold))


def _part(part: Part, writer: Writer) -> Iterator[Element]:
    if part.number or part.title:
        yield _heading(part.number, part.title, "H1", writer)
    yield from _blocks(part.body, writer)
    for line in part.closing:
        yield writer.paragraph("SingleTxt", *writer.runs(line.content, frozenset({Style.ITALIC})), align="right")
        yield from _blocks(line.children, writer)
    for annex in part.annexes:
        yield from _blocks(annex.blocks, writer)


def _blocks(blocks: tuple[Block, ...], writer: Writer) -> Iterator[Element]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (_table(block, writer), make("p"))
        elif isinstance(block, Heading):
            yield _heading(block.number, block.content, HEADINGS[block.rank - 1], writer)
        else:
            yield _paragraph(block, writer)
            yield from _blocks(block.children, writer)


def _paragraph(block: Paragraph, writer: Writer) -> Element:
    first = (Text("\t"),) if block.role in (Role.ENACTING, Role.PREAMBULAR, Role.OPERATIVE) else ()
    level = writer.level(block)
    number = (Text(f"{block.number}\t"),) if block.number and not level else ()
    return writer.paragraph("SingleTxt", *writer.runs((*first, *number, *block.content)), level=level)


def _table(table: Table, writer: Writer) -> Element:
    """Return a table; a cell over several rows continues in empty cells, as in Word."""
    rows: list[Element] = []
    open_: dict[int, tuple[int, int]] = {}
    for n, row in enumerate(table.rows):
        cells: list[Element] = []
        kept: dict[int, tuple[int, int]] = {}
        column = 0
        waiting = list(row)
        while waiting or column in open_:
            if column in open_:
                left, width = open_.pop(column)
                cells.append(_cell((), writer, width, "continue"))
                if left > 1:
                    kept[column] = (left - 1, width)
                column += width
                continue
            cell = waiting.pop(0)
            cells.append(_cell(cell.blocks, writer, cell.columns, "restart" if cell.rows > 1 else "", cell.align))
            if cell.rows > 1:
                kept[column] = (cell.rows - 1, cell.columns)
            column += cell.columns
        open_ = kept
        rows.append(make("tr", make("trPr", make("tblHeader") if n < table.heads else None), *cells))
    if table.heads:
        for properties in rows[table.heads - 1].iter(named("tcPr")):
            properties.append(make("tcBorders", rule("bottom", "12")))
    width = max((sum(cell.columns for cell in row) for row in table.rows), default=1)
    grid = make("tblGrid", *(make("gridCol", w=str(MEASURE // width)) for _ in range(width)))
    borders = make("tblBorders", rule("top", "4"), rule("bottom", "12"))
    turned = make("bidiVisual") if writer.turned else None
    return make("tbl", make("tblPr", turned, make("tblW", type="pct", w="5000"), borders), grid, *rows)


def _cell(blocks: tuple[Block, ...], writer: Writer, columns: int, merge: str, align: str = "") -> Element:
    properties = (
        make("gridSpan", val=str(columns)) if columns > 1 else None,
        make("vMerge", val=merge) if merge else None,
    )
    inner = [*_blocks(blocks, writer)]
    if not inner or inner[-1].tag != named("p"):
        inner.append(make("p"))
    for element in inner:
        if align and element.tag == named("p") and element.find(named("pPr")) is not None:
            element[0].append(make("jc", val=align))
    return make("tc", make("tcPr", *properties), *inner)
