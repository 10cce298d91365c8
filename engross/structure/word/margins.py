"""What stands beside the text: headers and footers, comments, notes that nothing calls, charts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engross.reading import Entry
from engross.structure.raw.lines import FOOT, HEAD, Line, job_number
from engross.structure.word.desk import Desk
from engross.structure.word.names import on, q, val

COMMENT, LOOSE, CHART = "comment", "note that nothing calls", "text of a chart"
KINDS = {"header": HEAD, "footer": FOOT, "comments": COMMENT, "chart": CHART}


@dataclass(frozen=True, slots=True)
class Margins:
    """The account of what stands beside the text, and what its lines tell."""

    entries: tuple[Entry, ...]
    lines: tuple[str, ...]
    job_number: str


def first_header(desk: Desk) -> str:
    """The part that is the header of the document's first page, where that has one of its own; "" for none."""
    root = desk.package.tree(desk.package.main)
    section = next(root.iter(q("w:sectPr")), None) if root is not None else None
    if section is None or not on(section, "w:titlePg"):
        return ""
    named = (one for one in section.iterfind(q("w:headerReference")) if val(one, "w:type") == "first")
    reference = next(named, None)
    found = desk.package.relations(desk.package.main).get(val(reference, "r:id"))
    return found.target if found else ""


def margins(desk: Desk, cover: str, called: set[etree._Element]) -> Margins:
    """All that no part of the text holds; ``cover`` is read already, ``called`` are the notes that are."""
    entries: list[Entry] = []
    lines: list[str] = []
    jobs: list[str] = []
    for kind, said in KINDS.items():
        for part in desk.package.parts(kind):
            root = desk.package.tree(part)
            if part == cover or root is None:
                continue
            entries.append(Entry(said, desk.texts.of(root)))
            if said in (HEAD, FOOT):
                own = [*_lines(root, desk)]
                lines += own
                jobs += [job for line in own if (job := job_number(Line(0, line, kind=FOOT)))] if said == FOOT else []
    loose = (note for note in desk.texts.notes.values() if note not in called)
    entries += (Entry(LOOSE, desk.texts.of(note)) for note in loose)
    return Margins(tuple(one for one in entries if one.text), tuple(lines), next(iter(jobs), ""))


def _lines(root: etree._Element, desk: Desk) -> Iterator[str]:
    for paragraph in root.iter(q("w:p")):
        line = " ".join(desk.texts.of(paragraph).split())
        if line:
            yield line
