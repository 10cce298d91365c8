"""Typeset a resolution as a Word document in the shapes of the UN's templates: the parts of its package, as text.

Every paragraph has a style that says what it is ("__Single Txt Operative"), based on the style that the UN's own files
have there: so a document looks as theirs do, and is read back as the same resolution.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from engross.editions.typeset import template_environment
from engross.editions.typeset.word.blocks import MEASURE, shape_blocks, shape_title
from engross.editions.typeset.word.masthead import shape_front, shape_header
from engross.editions.typeset.word.runs import WordWriter
from engross.editions.typeset.word.shapes import WordParagraph, WordTable
from engross.editions.typeset.word.tracked import track_changes
from engross.grammars.language import Language, load_language
from engross.model.book import Sheet
from engross.model.redline import STEP_BY_STYLE, Redline
from engross.model.text import digest_statements, spell_title
from engross.model.tree import Part, Resolution

XML = "application/xml"
# The parts of the package in their order, each with its template.
PARTS = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "package.rels",
    "docProps/core.xml": "core.xml",
    "docProps/custom.xml": "custom.xml",
    **{
        f"word/{name}": name
        for name in (
            *("document.xml", "footnotes.xml", "comments.xml", "styles.xml", "settings.xml", "fontTable.xml"),
            *("header1.xml", "header2.xml", "header3.xml", "footer1.xml", "footer2.xml", "footer3.xml"),
        )
    },
    "word/theme/theme1.xml": "theme1.xml",
    "word/_rels/document.xml.rels": "document.xml.rels",
    "word/_rels/footnotes.xml.rels": "footnotes.xml.rels",
}


def make_word_sheets(resolution: Resolution) -> tuple[Sheet, ...]:
    """Return the parts of a Word document, each with its name in the package; equal resolutions give equal parts."""
    return _fill_parts(_make_context(resolution))


def make_redline_sheets(redline: Redline) -> tuple[Sheet, ...]:
    """Return the parts of a Word document whose tracked changes lead from the first version to the last.

    ``redline``: one without moves (``collate.moves.write_moves_out``). The author of each change is the symbol of the
    version that made it; no day is told.
    """
    return _fill_parts(_make_context(redline.resolution, redline))


def _fill_parts(context: dict[str, Any]) -> tuple[Sheet, ...]:
    environment = template_environment()
    return tuple(
        Sheet(name, XML, environment.get_template(f"word/{template}").render(context))
        for name, template in PARTS.items()
    )


def _make_context(resolution: Resolution, redline: Redline | None = None) -> dict[str, Any]:
    """Return what the templates are filled from: the shapes of the text, and the notes and links met on the way."""
    language = load_language(resolution.language)
    writer = WordWriter.for_resolution(resolution, language, redline)
    front = [*shape_front(resolution, writer)]
    text = [*_shape_text(resolution, writer)]
    return {
        "resolution": resolution,
        "lang": language,
        "rtl": language.direction == "rtl",
        "measure": MEASURE,
        "header": shape_header(resolution, writer),
        "shapes": [*front, *text],
        "notes": writer.notes,
        "links": writer.links,
        "styles": sorted(writer.styles),
        "title": spell_title(resolution.full_title),
        "job_number": _file_job_number(resolution.facts.job_number, language),
        "first_note": writer.first_note,
        "properties": _list_properties(resolution),
        "authors": _name_authors(redline) if redline else {},
        "next_change": count(1).__next__,
    }


def _name_authors(redline: Redline) -> dict[str, str]:
    """Return who made the tracked changes that have a mark, by the marks' names: the versions, by their symbols."""
    steps = STEP_BY_STYLE.items()
    return {style.value: str(redline.versions[step].symbol) for style, step in steps if step < len(redline.versions)}


def _shape_text(resolution: Resolution, writer: WordWriter) -> Iterator[WordParagraph | WordTable]:
    """Yield the shapes of the text behind the masthead: its title, its parts."""
    is_whole = len(resolution.parts) == 1 and not resolution.number and not resolution.title
    if resolution.number or resolution.title:
        title = shape_title("TitleH1", (resolution.number, resolution.title), writer)
        yield track_changes(title, "", writer.redline)
    for part in resolution.parts:
        yield from _shape_part(part, "TitleH1" if is_whole else "PartTitle", writer)


def _shape_part(part: Part, style: str, writer: WordWriter) -> Iterator[WordParagraph | WordTable]:
    """Yield the shapes of a part; one of several begins with its title even where that is empty."""
    if part.number or part.title or style == "PartTitle":
        yield track_changes(shape_title(style, (part.number, part.title), writer), part.id, writer.redline)
    yield from shape_blocks((*part.body, *part.closing), "SingleTxt", writer)
    for annex in part.annexes:
        yield track_changes(WordParagraph("AnnexStart"), annex.id, writer.redline)
        yield from shape_blocks(annex.blocks, "SingleTxt", writer)


def _list_properties(resolution: Resolution) -> dict[str, str]:
    """Return what is known of a document, as properties of the file; a list has a line for each of its members.

    ``statements``: a digest of the lines that state facts: the properties hold for as long as these are not edited.
    """
    values = {name: getattr(resolution.facts, name) for name in resolution.facts.__slots__} | {
        "organ": resolution.organ
    }
    lines = {
        name: "\n".join(map(str, value)) if isinstance(value, tuple) else str(value) for name, value in values.items()
    }
    known = {name: line for name, line in lines.items() if line and values[name] not in (None, False)}
    closing = (line for part in resolution.parts for line in part.closing)
    return known | {"statements": digest_statements(resolution.masthead, closing)}


def _file_job_number(printed: str, language: Language) -> str:
    """Return the job number as names of files have it, N2228954E for 22-28954 in English; "" where none is printed."""
    digits = printed.replace("-", "")
    return f"N{digits}{language.words['language']['job_letter']}" if digits else ""
