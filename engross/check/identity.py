"""The text taken out of a finished edition, against the text its report says the document has: any difference.

The report stands beside the edition. The text is taken out of the file anew, not by what the build compared it with:
of a PDF by its structure, of an EPUB by its elements' roles.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from engross.check.finding import Finding, Findings
from engross.check.opened import NS, Element, UnreadableError, elements, open_book, roles
from engross.check.printed import LINE_END, Glyph, Link, UnmeasurableError, open_print
from engross.check.printed import Element as Tag
from engross.check.rule import Fault
from engross.text import Streams, fold

REPORT = "report.json"
BETWEEN = "\x03"  # a comma between two calls: the text's own, or the style sheet's
SIGNS = {LINE_END: "-", BETWEEN: ","}
UNSURE = re.compile(f"([{''.join(SIGNS)}])")
AROUND = 12  # characters shown on each side of a difference
TURNED = ("ar", "fa", "he", "ur")  # of these a PDF keeps a line as it looks, and there is no one way back (UAX 9)
# What an e-book adds to the text of the document.
ADDED_ROLES = {"doc-backlink", "doc-pagebreak", "doc-footnote"}
ADDED_CLASSES = {"masthead", "note-number", "added"}


def of_print(path: Path) -> Findings | None:
    """Where a PDF's text is not the document's; None without report, without structure, or where lines are turned."""
    report = _report(path)
    if report is None or report["language"] in TURNED:
        return None
    try:
        document = open_print(path).document
        article = next(one for one in document.elements() if one.role == "Art")
    except (UnmeasurableError, StopIteration):
        return None
    notes = (one for one in article.elements() if one.role == "Note")
    mast = next((kid.text() for kid in article.kids[:1] if isinstance(kid, Tag) and kid.role == "Div"), "")
    body = _whole(_words(article))
    head = _whole(mast) if body.startswith(_whole(mast)) else ""
    found = Streams((head,), body.removeprefix(head), tuple(_whole(note.text("Lbl")) for note in notes))
    return _compared(path, report, found)


def _words(article: Tag) -> str:
    """The characters of a document without its notes; a comma between two calls as ``BETWEEN``."""
    halves = "".join(glyph.text for glyph in _spoken(article))
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _spoken(element: Tag) -> Iterator[Glyph]:
    kids = [kid for kid in element.kids if not isinstance(kid, Link)]
    roles_of = [kid.role if isinstance(kid, Tag) else "" for kid in kids]
    for n, kid in enumerate(kids):
        if isinstance(kid, Tag):
            yield from _spoken(kid) if kid.role != "Note" else ()
        else:
            around = {*roles_of[max(0, n - 1) : n], *roles_of[n + 1 : n + 2]}
            between = kid.text == "," and "Reference" in around and around <= {"Note", "Reference"}
            yield kid._replace(text=BETWEEN) if between else kid


def of_book(path: Path) -> Findings | None:
    """Where an EPUB's text is not the document's; None without report, and for what is no EPUB."""
    report = _report(path)
    if report is None:
        return None
    try:
        documents = tuple(open_book(path).documents.values())
    except UnreadableError:
        return None
    body = "".join(_said(one) for root in documents for one in root.xpath("//x:*[@id='resolution']", namespaces=NS))
    notes = tuple(fold(_said(one)) for root in documents for one in elements(root, "doc-footnote"))
    heads = (one for root in documents for one in root.xpath("//x:header[@class='masthead']", namespaces=NS))
    found = Streams((fold("".join(_said(one) for one in heads)),), fold(body), notes)
    return _compared(path, report, found)


def _report(path: Path) -> dict[str, Any] | None:
    """The report beside an edition, if it tells of this file and of its text."""
    try:
        report = json.loads((path.parent / REPORT).read_text("utf-8"))
        known = any(file["name"] == path.name for file in report["files"])
        return report if known and report["text"].keys() == {"masthead", "body", "notes"} else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _compared(path: Path, report: dict[str, Any], found: Streams) -> Findings:
    said = report["text"]
    pairs = [("the body", said["body"], found.body)]
    notes = enumerate(zip_longest(said["notes"], found.notes, fillvalue=""), 1)
    pairs += [(f"note {n}", expected, had) for n, (expected, had) in notes]
    head = "".join(found.masthead)
    pairs += [("the masthead", line, head) for line in said["masthead"] if line not in head]
    (listed,) = (file for file in report["files"] if file["name"] == path.name)
    changed = hashlib.sha256(path.read_bytes()).hexdigest() != listed["sha256"]
    return (*([Fault.FILE_CHANGED.found(path.name)] if changed else []), *_differing(pairs))


def _differing(pairs: list[tuple[str, str, str]]) -> Iterator[Finding]:
    for stream, expected, printed in pairs:
        found = _settled(expected, printed)
        if expected != found:
            both = enumerate(zip(expected, found, strict=False))
            at = next((n for n, (a, b) in both if a != b), min(len(expected), len(found)))
            near = slice(max(0, at - AROUND), at + AROUND)
            words = {"expected": expected[near], "found": found[near]}
            yield Fault.TEXT_DIFFERS.found(stream, stream=stream, at=at + 1, **words)


def _settled(expected: str, printed: str) -> str:
    """``printed`` with what ``expected`` has where the file does not tell it from what was added.

    That is a hyphen at a line's end, which may divide a word, and a comma between two calls.
    """
    said = ""
    for piece in UNSURE.split(printed):
        sign = SIGNS.get(piece)
        said += piece if sign is None else sign if expected[len(said) : len(said) + 1] == sign else ""
    return said


def _whole(text: str) -> str:
    """Folded text, its words undivided."""
    return fold(text.replace("\ufffe", ""))


def _said(element: Element) -> str:
    """The text of an element without what the book adds; the element itself is never left out."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not (roles(child) & ADDED_ROLES or child.get("class") in ADDED_CLASSES):
            pieces.append(_said(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
