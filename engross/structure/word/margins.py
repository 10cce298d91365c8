"""What stands beside the text: headers and footers, comments, charts, second versions, parts that nothing refers to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engross.reading import Entry
from engross.structure.raw.lines import FOOT, HEAD, Line, job_number
from engross.structure.word.account import NOTE_ELEMENTS, Texts, unchosen
from engross.structure.word.desk import Desk
from engross.structure.word.names import name, on, q, val

COMMENT, CHART, VERSION, RULE = "comment", "text of a chart", "second version for other programs", "rule over notes"
GLOSSARY, DIAGRAM, DRAWN_DIAGRAM = "building block of the template", "text of a diagram", "diagram as it was drawn"
OTHER = "text of a part that is none of the document's"
KINDS = {"header": HEAD, "footer": FOOT, "comments": COMMENT, "chart": CHART}
# What a part is by its root, whatever refers to it.
ROOT_KINDS = {
    "w:hdr": HEAD,
    "w:ftr": FOOT,
    "w:comments": COMMENT,
    "c:chartSpace": CHART,
    "w:glossaryDocument": GLOSSARY,
    "dgm:dataModel": DIAGRAM,
    "drawing": DRAWN_DIAGRAM,
}
NOTED = (COMMENT, GLOSSARY, DIAGRAM, OTHER)  # kinds of text beside the text that a person may miss


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
    return found.target if found and not found.external else ""


def margins(desk: Desk, cover: str) -> Margins:
    """All that no part of the text holds; ``cover`` is the header that is read as text already, "" for none."""
    package = desk.package
    texts = Texts({}, desk.texts.numbers)  # a call beside the text calls nothing
    entries: list[Entry] = []
    lines: list[str] = []
    jobs: list[str] = []
    read = {cover, package.main, *package.parts_beside("footnotes"), *package.parts_beside("endnotes")}
    for kind, said in KINDS.items():
        for part in package.parts(kind):
            root = package.tree(part)
            if part in read or root is None:
                continue
            read.add(part)
            entries.append(Entry(said, texts.of(root)))
            if said in (HEAD, FOOT):
                own = [*_lines(root, texts)]
                lines += own
                jobs += [job for line in own if (job := job_number(Line(0, line, kind=FOOT)))] if said == FOOT else []
    entries += _elsewhere(desk, read, texts)
    return Margins(tuple(one for one in entries if one.text), tuple(lines), next(iter(jobs), ""))


def _elsewhere(desk: Desk, read: set[str], texts: Texts) -> Iterator[Entry]:
    """The account of the parts that are not ``read``, and of what the others hold beside what was read of them."""
    called = {note for _, note in desk.notes}
    for part in desk.package.xml_parts():
        root = desk.package.tree(part)
        if root is None:
            continue
        if part not in read:
            yield Entry(ROOT_KINDS.get(name(root), OTHER), texts.of(root))
        yield Entry(VERSION, unchosen(root))
        rules = (one for one in root if name(one) in NOTE_ELEMENTS and one not in called) if part in read else ()
        yield from (Entry(RULE, texts.of(one)) for one in rules)


def _lines(root: etree._Element, texts: Texts) -> Iterator[str]:
    for paragraph in root.iter(q("w:p")):
        line = " ".join(texts.of(paragraph).split())
        if line:
            yield line
