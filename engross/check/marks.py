"""The linter's rules for text, marks, package and styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import tinycss2
from tinycss2.color3 import RGBA, parse_color

from engross.check.finding import Finding
from engross.check.opened import NS, XML_LANG, Element, Opened, X, place
from engross.check.rule import Rule

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
SPACED = re.compile(rf"[{HAN}]{{1,6}}[ \t\r\n\u00a0\u2000-\u200a]+[{HAN}]{{1,6}}")
ID = re.compile(r"[a-z][a-z0-9-]*")
URL = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*")
SCHEMES = ("", "http", "https", "mailto")
CLAIM = re.compile(r"EPUB Accessibility 1\.[12] - WCAG 2\.[012] Level A{1,3}")
PHRASING = ("a", "abbr", "b", "bdi", "bdo", "cite", "em", "i", "ins", "del", "rp", "rt", "ruby", "s", "small", "span")
INLINE = {f"{X}{tag}" for tag in (*PHRASING, "strong", "sub", "sup", "time", "u", "wbr")}
NUMBERS = {"num", "no", "sect", "note-number"}  # of paragraphs, titles, headings, notes: set apart by a space
PROSE = {f"{X}{tag}" for tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "title")}
COLOURED = ("background", "border", "color", "column-rule", "outline", "shadow", "text-decoration", "text-emphasis")
FIXED = {"px", "pt", "pc", "mm", "cm", "in", "q"}
SIZED = ("font", "font-size", "line-height")


def _roots(book: Opened) -> dict[str, Element]:
    return book.documents | {book.nav_name: book.nav}


def han_space(book: Opened) -> Iterator[Finding]:
    """White space within a run of Chinese prose; a block, a line break or a paragraph's number ends a run."""
    for name, root in _roots(book).items():
        for element, text in _runs(root):
            for found in SPACED.finditer(text if element.tag in PROSE else ""):
                yield Rule.HAN_SPACE.found(place(name, element), words=found[0])


def _runs(element: Element) -> Iterator[tuple[Element, str]]:
    """The runs of text right under ``element`` and under each of its blocks, inline markup taken away."""
    run = [element.text or ""]
    for child in element:
        inner = list(_runs(child)) if isinstance(child.tag, str) else []
        if child.tag in INLINE and child.get("class") not in NUMBERS and len(inner) == 1:
            run.append(inner[0][1])
        else:
            yield element, "".join(run)
            yield from inner
            run = []
        run.append(child.tail or "")
    yield element, "".join(run)


def ids(book: Opened) -> Iterator[Finding]:
    """Ids that old readers cannot look up."""
    for name, root in _roots(book).items():
        for element in root.xpath("//*[@id]"):
            if not ID.fullmatch(element.get("id")):
                yield Rule.BAD_ID.found(place(name, element), id=element.get("id"))


def addresses(book: Opened) -> Iterator[Finding]:
    """Addresses with characters that RFC 3986 does not allow, or of a scheme that is not for reading."""
    for name, root in _roots(book).items():
        for element in root.xpath("//*[@href or @src]"):
            url = element.get("href") or element.get("src") or ""
            if not URL.fullmatch(url) or _scheme(url) not in SCHEMES:
                yield Rule.UNSAFE_URL.found(place(name, element), url=url)


def _scheme(url: str) -> str | None:
    """The scheme of an address; None where it is none."""
    try:
        return urlsplit(url).scheme
    except ValueError:
        return None


def package(book: Opened) -> Iterator[Finding]:
    """A package that does not say its language; a claim of conformance that no program would recognise."""
    if not (book.package.get(XML_LANG) and book.package.get("dir")):
        yield Rule.PACKAGE_LANGUAGE.found("package")
    for claim in book.package.xpath("//o:meta[@property='dcterms:conformsTo']", namespaces=NS):
        if not CLAIM.fullmatch((claim.text or "").strip()):
            yield Rule.CONFORMANCE.found("package", claim=(claim.text or "").strip())


def styles(book: Opened) -> Iterator[Finding]:
    """Colours and sizes that take a choice away from the reader."""
    for name, text in book.styles.items():
        for declaration in _declarations(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)):
            where = f"{name}:{declaration.source_line}"
            for value in declaration.value:
                words = {"property": declaration.name, "value": value.serialize()}
                if _is_colour(declaration.name, value):
                    yield Rule.FIXED_COLOUR.found(where, **words)
                if declaration.name in SIZED and value.type == "dimension" and value.unit.lower() in FIXED:
                    yield Rule.FIXED_SIZE.found(where, **words)


def _is_colour(name: str, value: Any) -> bool:
    colour = parse_color(value) if any(part in name for part in COLOURED) else None
    return isinstance(colour, RGBA) and colour.alpha > 0


def _declarations(rules: Any) -> Iterator[Any]:
    """Every declaration of a style sheet, those inside at-rules too."""
    for rule in rules:
        if rule.type == "qualified-rule" or (rule.type == "at-rule" and rule.content):
            content = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            yield from _declarations(content)
        elif rule.type == "declaration":
            yield rule
