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

from engross.model.text import TextStreams, fold
from engross.verify.check.epub_file import (
    NAMESPACES,
    UnreadableError,
    XmlElement,
    elements_of_role,
    open_book,
    roles_of_element,
)
from engross.verify.check.finding import Finding, Findings
from engross.verify.check.pdf_file import LINE_END_HYPHEN, PdfGlyph, PdfLink, UnmeasurableError, open_print
from engross.verify.check.pdf_file import PdfElement as Tag
from engross.verify.check.rule import EditionFault

REPORT_NAME = "report.json"
COMMA_BETWEEN_CALLS = "\x03"  # a comma between two calls: the text's own, or the style sheet's
UNSURE_SIGNS = {LINE_END_HYPHEN: "-", COMMA_BETWEEN_CALLS: ","}
UNSURE_SIGN = re.compile(f"([{''.join(UNSURE_SIGNS)}])")
AROUND_CHARACTERS = 12  # characters shown on each side of a difference
RTL_LANGUAGES = (
    "ar",
    "fa",
    "he",
    "ur",
)  # of these a PDF keeps a line as it looks, and there is no one way back (UAX 9)
# What an e-book adds to the text of the document.
ADDED_ROLES = {"doc-backlink", "doc-pagebreak", "doc-footnote"}
ADDED_CLASSES = {"masthead", "note-number", "added"}


def check_print_text(path: Path) -> Findings | None:
    """Where a PDF's text is not the document's; None without report, without structure, or where lines are turned."""
    report = _read_report(path)
    if report is None or report["language"] in RTL_LANGUAGES:
        return None
    try:
        document = open_print(path).document
        article = next(one for one in document.iter_elements() if one.role == "Art")
    except (UnmeasurableError, StopIteration):
        return None
    notes = (one for one in article.iter_elements() if one.role == "Note")
    mast = next((kid.join_text() for kid in article.kids[:1] if isinstance(kid, Tag) and kid.role == "Div"), "")
    body = _fold_undivided(_article_text(article))
    head = _fold_undivided(mast) if body.startswith(_fold_undivided(mast)) else ""
    found = TextStreams(
        (head,), body.removeprefix(head), tuple(_fold_undivided(note.join_text("Lbl")) for note in notes)
    )
    return _compare_with_report(path, report, found)


def _article_text(article: Tag) -> str:
    """The characters of a document without its notes; a comma between two calls as ``COMMA_BETWEEN_CALLS``."""
    halves = "".join(glyph.text for glyph in _text_glyphs(article))
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _text_glyphs(element: Tag) -> Iterator[PdfGlyph]:
    kids = [kid for kid in element.kids if not isinstance(kid, PdfLink)]
    roles_of = [kid.role if isinstance(kid, Tag) else "" for kid in kids]
    for n, kid in enumerate(kids):
        if isinstance(kid, Tag):
            yield from _text_glyphs(kid) if kid.role != "Note" else ()
        else:
            around = {*roles_of[max(0, n - 1) : n], *roles_of[n + 1 : n + 2]}
            between = kid.text == "," and "Reference" in around and around <= {"Note", "Reference"}
            yield kid._replace(text=COMMA_BETWEEN_CALLS) if between else kid


def check_epub_text(path: Path) -> Findings | None:
    """Where an EPUB's text is not the document's; None without report, and for what is no EPUB."""
    report = _read_report(path)
    if report is None:
        return None
    try:
        documents = tuple(open_book(path).documents.values())
    except UnreadableError:
        return None
    body = "".join(
        _text_without_additions(one)
        for root in documents
        for one in root.xpath("//x:*[@id='resolution']", namespaces=NAMESPACES)
    )
    notes = tuple(
        fold(_text_without_additions(one)) for root in documents for one in elements_of_role(root, "doc-footnote")
    )
    heads = (one for root in documents for one in root.xpath("//x:header[@class='masthead']", namespaces=NAMESPACES))
    found = TextStreams((fold("".join(_text_without_additions(one) for one in heads)),), fold(body), notes)
    return _compare_with_report(path, report, found)


def _read_report(path: Path) -> dict[str, Any] | None:
    """The report beside an edition, if it tells of this file and of its text."""
    try:
        report = json.loads((path.parent / REPORT_NAME).read_text("utf-8"))
        known = any(file["name"] == path.name for file in report["files"])
        return report if known and report["text"].keys() == {"masthead", "body", "notes"} else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _compare_with_report(path: Path, report: dict[str, Any], found: TextStreams) -> Findings:
    said = report["text"]
    pairs = [("the body", said["body"], found.body)]
    notes = enumerate(zip_longest(said["notes"], found.notes, fillvalue=""), 1)
    pairs += [(f"note {n}", expected, had) for n, (expected, had) in notes]
    head = "".join(found.masthead)
    pairs += [("the masthead", line, head) for line in said["masthead"] if line not in head]
    (listed,) = (file for file in report["files"] if file["name"] == path.name)
    changed = hashlib.sha256(path.read_bytes()).hexdigest() != listed["sha256"]
    return (*([EditionFault.FILE_CHANGED.make_finding(path.name)] if changed else []), *_find_differences(pairs))


def _find_differences(pairs: list[tuple[str, str, str]]) -> Iterator[Finding]:
    for stream, expected, printed in pairs:
        found = _settle_unsure_signs(expected, printed)
        if expected != found:
            both = enumerate(zip(expected, found, strict=False))
            at = next((n for n, (a, b) in both if a != b), min(len(expected), len(found)))
            near = slice(max(0, at - AROUND_CHARACTERS), at + AROUND_CHARACTERS)
            words = {"expected": expected[near], "found": found[near]}
            yield EditionFault.TEXT_DIFFERS.make_finding(stream, stream=stream, at=at + 1, **words)


def _settle_unsure_signs(expected: str, printed: str) -> str:
    """``printed`` with what ``expected`` has where the file does not tell it from what was added.

    That is a hyphen at a line's end, which may divide a word, and a comma between two calls.
    """
    said = ""
    for piece in UNSURE_SIGN.split(printed):
        sign = UNSURE_SIGNS.get(piece)
        said += piece if sign is None else sign if expected[len(said) : len(said) + 1] == sign else ""
    return said


def _fold_undivided(text: str) -> str:
    """Folded text, its words undivided."""
    return fold(text.replace("\ufffe", ""))


def _text_without_additions(element: XmlElement) -> str:
    """The text of an element without what the book adds; the element itself is never left out."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not (
            roles_of_element(child) & ADDED_ROLES or child.get("class") in ADDED_CLASSES
        ):
            pieces.append(_text_without_additions(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
