"""Compare the text taken out of a finished edition with the document's text as its report has it.

The report stands beside the edition. The text is read back by code that the build does not use: from a PDF by its
structure, from an EPUB and from the reading edition by its elements' roles; this is parsed as a browser parses it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from engross.grammars.pdfium import LINE_END_HYPHEN, join_surrogates
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
from engross.verify.check.lines import CALL_ROLE
from engross.verify.check.logical_order import (
    find_unlike_runs,
    fold_unordered,
    has_actual_text,
    order_logically,
)
from engross.verify.check.parallel_text import find_masthead, find_note_number, part_sides, sort_notes
from engross.verify.check.pdf_file import PdfElement as Tag
from engross.verify.check.pdf_file import PdfGlyph, PdfLink, UnmeasurableError, open_print
from engross.verify.check.reported import REPORT_NAME
from engross.verify.check.rule import EditionFault
from engross.verify.check.web_page import open_web_page

COMMA_BETWEEN_CALLS = "\x03"  # stands for a comma between two calls: the text's own, or the style sheet's
UNSURE_SIGNS = {LINE_END_HYPHEN: "-", COMMA_BETWEEN_CALLS: ","}
SettleText = Callable[[str], str]  # what both sides of a comparison are put through
UNSURE_SIGN = re.compile(f"([{''.join(UNSURE_SIGNS)}])")
AROUND_CHARACTERS = 12  # characters shown on each side of a difference
# Elements that an e-book adds to the text of the document.
ADDED_ROLES = {"doc-backlink", "doc-pagebreak", "doc-footnote"}
ADDED_CLASSES = {"masthead", "note-number", "added"}
EDITORIAL_ID = "editorial-"  # what the ids of elements begin with in which engross speaks of the text


def check_print_text(path: Path) -> Findings | None:
    """Report where a PDF's text differs from the document's.

    None without a report or a structure. Of two languages each is compared; text from right to left as it is heard.
    """
    report = _read_report(path)
    if report is None:
        return None
    try:
        document = open_print(path).document
        if not has_actual_text(document):
            return tuple(_compare_print(report, document, str))
        compared = _compare_print(report, order_logically(document), fold_unordered)
        return (*find_unlike_runs(document), *compared)
    except UnmeasurableError:
        return None


def _compare_print(report: dict[str, Any], document: Tag, settle: SettleText) -> Iterator[Finding]:
    """Yield the differences of a PDF's text from its report, both settled."""
    codes = _list_languages(report)
    if len(codes) == 2:
        sides = zip(part_sides(document, codes), (report["text"], report["parallel"]["text"]), strict=True)
        for side, text in sides:
            yield from _compare_with_report(text, _read_side(side), settle)
        return
    article = next((element for element in document.iter_elements() if element.role == "Art"), None)
    if article is None:
        raise UnmeasurableError("it has no article")
    masthead = next((kid for kid in article.kids[:1] if isinstance(kid, Tag) and kid.role == "Div"), None)
    yield from _compare_with_report(
        report["text"], _read_streams(article, masthead, sort_notes(article, CALL_ROLE)), settle
    )


def _list_languages(report: dict[str, Any]) -> tuple[str, ...]:
    """Return the codes of the language or the two languages of an edition."""
    return (report["language"], *((report["parallel"]["language"],) if "parallel" in report else ()))


def _read_side(side: Tag) -> TextStreams:
    """Return the text of one of two languages, whose structure has nothing of the other."""
    articles = [element for element in side.iter_elements() if element.role == "Art"]
    masthead = find_masthead(side)
    whole = Tag("Document", kids=[*([masthead] if masthead and _is_apart(masthead, articles) else []), *articles])
    return _read_streams(whole, masthead, sort_notes(side))


def _is_apart(masthead: Tag, articles: list[Tag]) -> bool:
    """Return whether a masthead stands before the text: on facing pages both stand on the first page."""
    return all(element is not masthead for article in articles for element in article.iter_elements())


def _read_streams(article: Tag, masthead: Tag | None, notes: list[Tag]) -> TextStreams:
    body = _fold_undivided(_article_text(article))
    head = _fold_undivided(masthead.join_text()) if masthead else ""
    head = head if body.startswith(head) else ""
    return TextStreams((head,), body.removeprefix(head), tuple(map(_read_note, notes)))


def _read_note(note: Tag) -> str:
    number = _fold_undivided(find_note_number(note))
    return _fold_undivided(note.join_text("Lbl")).removeprefix(number)


def _article_text(article: Tag) -> str:
    """Return the characters of a document without its notes; a comma between calls is ``COMMA_BETWEEN_CALLS``."""
    halves = "".join(glyph.text for glyph in _text_glyphs(article))
    return join_surrogates(halves)


def _text_glyphs(element: Tag) -> Iterator[PdfGlyph]:
    kids = [kid for kid in element.kids if not isinstance(kid, PdfLink)]
    roles_of = [kid.role if isinstance(kid, Tag) else "" for kid in kids]
    for n, kid in enumerate(kids):
        if isinstance(kid, Tag):
            is_text = kid.role != "Note" and not kid.name.startswith(EDITORIAL_ID)
            yield from _text_glyphs(kid) if is_text else ()
        else:
            around = {*roles_of[max(0, n - 1) : n], *roles_of[n + 1 : n + 2]}
            is_between_calls = kid.text == "," and "Reference" in around and around <= {"Note", "Reference"}
            yield kid._replace(text=COMMA_BETWEEN_CALLS) if is_between_calls else kid


def check_epub_text(path: Path) -> Findings | None:
    """Report where an EPUB's text differs from the document's; None without a report, or if the file is no EPUB.

    Of a book in two languages each is compared.
    """
    report = _read_report(path)
    if report is None:
        return None
    try:
        documents = tuple(open_book(path).documents.values())
    except UnreadableError:
        return None
    texts = [("", report["text"])]
    if "parallel" in report:
        texts = [("first", report["text"]), ("second", report["parallel"]["text"])]
    return tuple(finding for side, text in texts for finding in _compare_with_report(text, _read_book(documents, side)))


def check_web_text(path: Path) -> Findings | None:
    """Report where a reading edition's text differs from the document's; None without a report, or for other HTML."""
    report = _read_report(path)
    if report is None:
        return None
    try:
        root = open_web_page(path)
    except UnreadableError:
        return None
    return _compare_with_report(report["text"], _read_book((root,), ""))


def _read_book(documents: tuple[XmlElement, ...], side: str) -> TextStreams:
    """Return the text of a book; ``side``: the class of one of its two languages, "" for a book in one."""
    other = {"": "", "first": "second", "second": "first"}[side]
    within = f"//x:*[@class='{side}']" if side else ""
    body = _find(documents, "//x:*[@id='resolution']")
    notes = [element for root in documents for element in elements_of_role(root, "doc-footnote")]
    if side:
        calls = _find(documents, f"{within}//x:a[@role='doc-noteref']")
        order = {call.get("href", "").removeprefix("#"): n for n, call in reversed(list(enumerate(calls)))}
        notes = [note for note in notes if note.xpath(f".//x:*[@class='{side}']", namespaces=NAMESPACES)]
        notes.sort(key=lambda note: order.get(note.get("id", ""), len(order)))
    heads = _find(documents, f"{within}//x:header[@class='masthead']")
    return TextStreams(
        (fold("".join(_text_without_additions(element, other) for element in heads)),),
        fold("".join(_text_without_additions(element, other) for element in body)),
        tuple(fold(_text_without_additions(note, other)) for note in notes),
    )


def _find(documents: tuple[XmlElement, ...], path: str) -> list[XmlElement]:
    return [element for root in documents for element in root.xpath(path, namespaces=NAMESPACES)]


def _read_report(path: Path) -> dict[str, Any] | None:
    """Return the report beside an edition; None if it is unreadable, or does not list this file or have the text."""
    try:
        report = json.loads((path.parent / REPORT_NAME).read_text("utf-8"))
        is_listed = any(file["name"] == path.name for file in report["files"])
        return report if is_listed and report["text"].keys() == {"masthead", "body", "notes"} else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _compare_with_report(reported: dict[str, Any], streams: TextStreams, settle: SettleText = str) -> Findings:
    pairs = [("the body", reported["body"], streams.body)]
    notes = enumerate(zip_longest(reported["notes"], streams.notes, fillvalue=""), 1)
    pairs += [(f"note {n}", expected, actual) for n, (expected, actual) in notes]
    masthead = settle("".join(streams.masthead))
    pairs += [("the masthead", line, masthead) for line in reported["masthead"] if settle(line) not in masthead]
    return tuple(_find_differences([(stream, settle(expected), settle(actual)) for stream, expected, actual in pairs]))


def _find_differences(pairs: list[tuple[str, str, str]]) -> Iterator[Finding]:
    for stream, expected, printed in pairs:
        actual = _settle_unsure_signs(expected, printed)
        if expected != actual:
            character_pairs = enumerate(zip(expected, actual, strict=False))
            at = next((n for n, (a, b) in character_pairs if a != b), min(len(expected), len(actual)))
            excerpt = slice(max(0, at - AROUND_CHARACTERS), at + AROUND_CHARACTERS)
            words = {"expected": expected[excerpt], "found": actual[excerpt]}
            yield EditionFault.TEXT_DIFFERS.make_finding(stream, stream=stream, at=at + 1, **words)


def _settle_unsure_signs(expected: str, printed: str) -> str:
    """Return ``printed`` with each unsure sign as ``expected`` has it there, or left out if it does not.

    Unsure are a hyphen at a line's end, which may divide a word, and a comma between two calls.
    """
    settled = ""
    for piece in UNSURE_SIGN.split(printed):
        sign = UNSURE_SIGNS.get(piece)
        settled += piece if sign is None else sign if expected[len(settled) : len(settled) + 1] == sign else ""
    return settled


def _fold_undivided(text: str) -> str:
    """Fold a text, and rejoin its divided words."""
    return fold(text.replace("\ufffe", ""))


def _text_without_additions(element: XmlElement, other: str = "") -> str:
    """Return the text of an element without what the book adds; the element itself is never left out.

    ``other``: the class of what is in another language, and left out.
    """
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not _is_left_out(child, other):
            pieces.append(_text_without_additions(child, other))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _is_left_out(element: XmlElement, other: str) -> bool:
    name = element.get("class")
    if element.get("id", "").startswith(EDITORIAL_ID):
        return True
    return bool(roles_of_element(element) & ADDED_ROLES) or name in ADDED_CLASSES or (other != "" and name == other)
