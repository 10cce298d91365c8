"""Read what stands beside the text: headers, footers, comments, charts, second versions, unreferenced parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engross.model.reading import LedgerEntry
from engross.readers.lines.lines import PAGE_FOOT, RUNNING_HEAD, Line, find_job_number
from engross.readers.word.file_metadata import (
    METADATA_TEXT,
    FileMetadata,
    read_file_metadata,
    split_comment_entry,
)
from engross.readers.word.part_text import NOTE_TAGS, PartTexts, read_unchosen_text
from engross.readers.word.qnames import full_name, read_switch, read_value, short_name
from engross.readers.word.reader_state import WordReaderState

COMMENT_TEXT, CHART_TEXT, SECOND_VERSION, NOTE_RULE = (
    "comment",
    "text of a chart",
    "second version for other programs",
    "rule over notes",
)
GLOSSARY_TEXT, DIAGRAM_TEXT, DRAWN_DIAGRAM = (
    "building block of the template",
    "text of a diagram",
    "diagram as it was drawn",
)
OTHER_PART_TEXT = "text of a part that is none of the document's"
RELATION_KINDS = {"header": RUNNING_HEAD, "footer": PAGE_FOOT, "comments": COMMENT_TEXT, "chart": CHART_TEXT}
# Kinds of parts by the names of their roots, for those that no relation above leads to.
ROOT_KINDS = {
    "w:hdr": RUNNING_HEAD,
    "w:ftr": PAGE_FOOT,
    "w:comments": COMMENT_TEXT,
    "c:chartSpace": CHART_TEXT,
    "w:glossaryDocument": GLOSSARY_TEXT,
    "dgm:dataModel": DIAGRAM_TEXT,
    "drawing": DRAWN_DIAGRAM,
}
GAP_TAGS = ("w:tab", "w:ptab", "w:br", "w:cr")


@dataclass(frozen=True, slots=True)
class SideParts:
    """The ledger entries of what stands beside the text, the lines of headers and footers, and the job number.

    ``metadata``: what comments say of the file.
    """

    entries: tuple[LedgerEntry, ...]
    lines: tuple[str, ...]
    job_number: str
    metadata: FileMetadata


def find_first_header(state: WordReaderState) -> str:
    """Return the name of the part with the first page's own header; "" if the first section has none."""
    root = state.package.tree(state.package.main)
    section = next(root.iter(full_name("w:sectPr")), None) if root is not None else None
    if section is None or not read_switch(section, "w:titlePg"):
        return ""
    first_references = (
        one for one in section.iterfind(full_name("w:headerReference")) if read_value(one, "w:type") == "first"
    )
    reference = next(first_references, None)
    relation = state.package.relations(state.package.main).get(read_value(reference, "r:id"))
    return relation.target if relation and not relation.external else ""


def read_side_parts(state: WordReaderState, header_part: str) -> SideParts:
    """Read all parts that hold none of the text.

    ``header_part``: the part whose header is read as text, "" for none.
    """
    package = state.package
    texts = PartTexts({}, state.texts.numbers)  # without notes: a call beside the text calls none
    entries: list[LedgerEntry] = []
    lines: list[str] = []
    job_numbers: list[str] = []
    read = {header_part, package.main, *package.parts_beside("footnotes"), *package.parts_beside("endnotes")}
    for kind, ledger_kind in RELATION_KINDS.items():
        for part in package.parts(kind):
            root = package.tree(part)
            if part in read or root is None:
                continue
            read.add(part)
            entries += _make_entries(ledger_kind, texts.text_of(root))
            if ledger_kind in (RUNNING_HEAD, PAGE_FOOT):
                part_lines = [*_read_lines(root, texts)]
                lines += part_lines
                job_numbers += (
                    [job for line in part_lines if (job := find_job_number(Line(0, line, kind=PAGE_FOOT)))]
                    if ledger_kind == PAGE_FOOT
                    else []
                )
    entries += _read_other_text(state, read, texts)
    metadata = read_file_metadata("".join(entry.text for entry in entries if entry.kind == METADATA_TEXT))
    return SideParts(tuple(one for one in entries if one.text), tuple(lines), next(iter(job_numbers), ""), metadata)


def _make_entries(kind: str, text: str) -> Iterator[LedgerEntry]:
    """Yield the ledger entries of a part beside the text; comments may hold metadata of the file."""
    yield from split_comment_entry(text, kind) if kind == COMMENT_TEXT else (LedgerEntry(kind, text),)


def _read_other_text(state: WordReaderState, read: set[str], texts: PartTexts) -> Iterator[LedgerEntry]:
    """Yield entries for all parts that are not in ``read``, and for what was passed over in those that are."""
    notes = {note for _, note in state.notes}
    for part in state.package.xml_parts():
        root = state.package.tree(part)
        if root is None:
            continue
        if part not in read:
            yield LedgerEntry(ROOT_KINDS.get(short_name(root), OTHER_PART_TEXT), texts.text_of(root))
        yield LedgerEntry(SECOND_VERSION, read_unchosen_text(root))
        separators = (one for one in root if short_name(one) in NOTE_TAGS and one not in notes) if part in read else ()
        yield from (LedgerEntry(NOTE_RULE, texts.text_of(one)) for one in separators)


def _read_lines(root: etree._Element, texts: PartTexts) -> Iterator[str]:
    """Yield the words of each paragraph of a part that tabs and breaks part: a symbol stands beside a title there."""
    for paragraph in root.iter(full_name("w:p")):
        pieces = [""]
        for child in (child for run in paragraph.iter(full_name("w:r")) for child in run):
            if short_name(child) in GAP_TAGS:
                pieces.append("")
            else:
                pieces[-1] += texts.text_of(child)
        yield from filter(None, (" ".join(piece.split()) for piece in pieces))
