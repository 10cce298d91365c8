"""Give the masthead its shapes in a Word document: the header of the first page, the lines above the title."""

from __future__ import annotations

from collections.abc import Iterator

from engross.editions.typeset.foreign import masthead_language_tag
from engross.editions.typeset.word.blocks import shape_blocks
from engross.editions.typeset.word.runs import WordWriter, group_runs
from engross.editions.typeset.word.shapes import WordParagraph
from engross.model.text import spell_inlines
from engross.model.tree import Inline, Masthead, Resolution, Text

# The styles of the lines of a masthead, by their fields: the UN's own where it has one.
FIELD_STYLES = {"session": "Session", "agenda_item": "AgendaItemNormal", "agenda_title": "AgendaTitleH2"}
HEADER_FIELDS = ("publisher", "symbol", "organ", "distribution", "issued", "version", "original")
FRONT_FIELDS = ("subsidiary", "session", "period", "agenda_item", "agenda_title", "adoption", "proponent", "other")


def shape_header(resolution: Resolution, writer: WordWriter) -> dict[str, WordParagraph]:
    """Return the lines in the header of the first page by their fields; none for what is no document of the UN.

    Publisher and organ that the source does not print are supplied, in a style that says so.
    """
    if resolution.symbol.is_name:
        return {}
    words, organ = writer.language.words, resolution.organ
    supplied = {"publisher": words["book"]["publisher"], "organ": words["organs"].get(organ, "")}
    lines = {field: [*_shape_field(field, resolution.masthead, writer)] for field in HEADER_FIELDS}
    header = {field: shapes[0] for field, shapes in lines.items() if shapes}
    for field, line in supplied.items():
        if field not in header and line:
            header[field] = _shape_line(f"Supplied{field.capitalize()}", (Text(line),), writer)
    return header


def shape_front(resolution: Resolution, writer: WordWriter) -> Iterator[WordParagraph]:
    """Yield the lines of the masthead that stand in the text above the title."""
    is_plain = resolution.symbol.is_name
    for field in (*HEADER_FIELDS, *FRONT_FIELDS) if is_plain else FRONT_FIELDS:
        yield from _shape_field(field, resolution.masthead, writer)


def _shape_field(field: str, masthead: Masthead, writer: WordWriter) -> Iterator[WordParagraph]:
    """Yield the paragraphs of a field of a masthead: one for each of its lines."""
    style = FIELD_STYLES.get(field, f"Masthead{field.capitalize()}")
    value = getattr(masthead, field)
    if field == "proponent":
        yield from (_shape_line(style, value, writer),) if value else ()
    else:
        for line in value.splitlines() if isinstance(value, str) else value:
            yield from (_shape_line(style, (Text(line),), writer),) if line else ()


def _shape_line(style: str, content: tuple[Inline, ...], writer: WordWriter) -> WordParagraph:
    is_turned = writer.is_turned and bool(masthead_language_tag(spell_inlines(content), writer.language))
    return WordParagraph(style, groups=group_runs(content, writer, shape_blocks), is_left_to_right=is_turned)
