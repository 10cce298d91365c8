"""Linter rules for text, marks, package and styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import tinycss2
from tinycss2.color3 import RGBA, parse_color

from engross.grammars.han import HAN_RANGE
from engross.verify.check.epub_file import NAMESPACES, XHTML, XML_LANG, OpenedEpub, XmlElement, place_of_element
from engross.verify.check.finding import Finding
from engross.verify.check.rule import LintRule

SPACED_HAN = re.compile(rf"[{HAN_RANGE}]{{1,6}}[ \t\r\n\u00a0\u2000-\u200a]+[{HAN_RANGE}]{{1,6}}")
SAFE_ID = re.compile(r"[a-z][a-z0-9-]*")
SAFE_URL = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*")
ALLOWED_SCHEMES = ("", "http", "https", "mailto")
CONFORMANCE_CLAIM = re.compile(r"EPUB Accessibility 1\.[12] - WCAG 2\.[012] Level A{1,3}")
PHRASING_TAGS = (
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "cite",
    "em",
    "i",
    "ins",
    "del",
    "rp",
    "rt",
    "ruby",
    "s",
    "small",
    "span",
)
INLINE_TAGS = {f"{XHTML}{tag}" for tag in (*PHRASING_TAGS, "strong", "sub", "sup", "time", "u", "wbr")}
NUMBER_CLASSES = {"num", "no", "sect", "note-number"}  # numbers of blocks, titles and notes: a space sets them apart
PROSE_TAGS = {f"{XHTML}{tag}" for tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "title")}
COLOUR_PROPERTIES = (
    "background",
    "border",
    "color",
    "column-rule",
    "outline",
    "shadow",
    "text-decoration",
    "text-emphasis",
)
FIXED_UNITS = {"px", "pt", "pc", "mm", "cm", "in", "q"}
SIZE_PROPERTIES = ("font", "font-size", "line-height")


def _document_roots(book: OpenedEpub) -> dict[str, XmlElement]:
    return book.documents | {book.nav_name: book.nav}


def lint_han_space(book: OpenedEpub) -> Iterator[Finding]:
    """Report white space within a run of Chinese prose; a block, a line break or a paragraph's number ends a run."""
    for name, root in _document_roots(book).items():
        for element, text in _text_runs(root):
            for match in SPACED_HAN.finditer(text if element.tag in PROSE_TAGS else ""):
                yield LintRule.HAN_SPACE.make_finding(place_of_element(name, element), words=match[0])


def _text_runs(element: XmlElement) -> Iterator[tuple[XmlElement, str]]:
    """Yield the runs of text right under ``element`` and under each of its blocks, joined across inline markup."""
    run = [element.text or ""]
    for child in element:
        inner = list(_text_runs(child)) if isinstance(child.tag, str) else []
        is_number = not NUMBER_CLASSES.isdisjoint((child.get("class") or "").split())
        if child.tag in INLINE_TAGS and not is_number and len(inner) == 1:
            run.append(inner[0][1])
        else:
            yield element, "".join(run)
            yield from inner
            run = []
        run.append(child.tail or "")
    yield element, "".join(run)


def lint_ids(book: OpenedEpub) -> Iterator[Finding]:
    """Report ids that old reading systems cannot look up."""
    for name, root in _document_roots(book).items():
        for element in root.xpath("//*[@id]"):
            if not SAFE_ID.fullmatch(element.get("id")):
                yield LintRule.BAD_ID.make_finding(place_of_element(name, element), id=element.get("id"))


def lint_addresses(book: OpenedEpub) -> Iterator[Finding]:
    """Report addresses with characters that RFC 3986 does not allow, or of schemes other than ``ALLOWED_SCHEMES``."""
    for name, root in _document_roots(book).items():
        for element in root.xpath("//*[@href or @src]"):
            url = element.get("href") or element.get("src") or ""
            if not SAFE_URL.fullmatch(url) or _url_scheme(url) not in ALLOWED_SCHEMES:
                yield LintRule.UNSAFE_URL.make_finding(place_of_element(name, element), url=url)


def _url_scheme(url: str) -> str | None:
    """Return the scheme of an address, "" for a relative one; None if it cannot be parsed."""
    try:
        return urlsplit(url).scheme
    except ValueError:
        return None


def lint_package(book: OpenedEpub) -> Iterator[Finding]:
    """Report a package without language or direction, and claims of conformance that no program would recognise."""
    if not (book.package.get(XML_LANG) and book.package.get("dir")):
        yield LintRule.PACKAGE_LANGUAGE.make_finding("package")
    for claim in book.package.xpath("//o:meta[@property='dcterms:conformsTo']", namespaces=NAMESPACES):
        if not CONFORMANCE_CLAIM.fullmatch((claim.text or "").strip()):
            yield LintRule.CONFORMANCE.make_finding("package", claim=(claim.text or "").strip())


def lint_styles(book: OpenedEpub) -> Iterator[Finding]:
    """Report colours and sizes that take a choice away from the reader."""
    for name, text in book.styles.items():
        for declaration in _find_declarations(
            tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        ):
            where = f"{name}:{declaration.source_line}"
            for value in declaration.value:
                words = {"property": declaration.name, "value": value.serialize()}
                if _is_colour(declaration.name, value):
                    yield LintRule.FIXED_COLOUR.make_finding(where, **words)
                if (
                    declaration.name in SIZE_PROPERTIES
                    and value.type == "dimension"
                    and value.unit.lower() in FIXED_UNITS
                ):
                    yield LintRule.FIXED_SIZE.make_finding(where, **words)


def _is_colour(name: str, value: Any) -> bool:
    colour = parse_color(value) if any(part in name for part in COLOUR_PROPERTIES) else None
    return isinstance(colour, RGBA) and colour.alpha > 0


def _find_declarations(rules: Any) -> Iterator[Any]:
    """Yield every declaration of a style sheet, including those inside at-rules."""
    for rule in rules:
        if rule.type == "qualified-rule" or (rule.type == "at-rule" and rule.content):
            content = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            yield from _find_declarations(content)
        elif rule.type == "declaration":
            yield rule
