"""Elements of the print edition to structure types (ISO 32000-1, 14.8.4), by their names and classes.

An element without a type of its own gives what is in it to the element around it.
"""

from __future__ import annotations

from typing import Any

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")

ROLES = {
    "article": "Art",
    "section": "Sect",
    "header": "Div",
    "blockquote": "BlockQuote",
    "p": "P",
    "ul": "L",
    "ol": "L",
    "li": "LI",
    "table": "Table",
    "caption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "figure": "Div",
    "figcaption": "Caption",
    "img": "Figure",
    "{http://www.w3.org/2000/svg}svg": "Figure",
    "a": "Link",
    "u": "Span",
    "s": "Span",
    **{name.lower(): name for name in HEADINGS},
}
CLASSES = {"fn": "Note", "fn-p": "P"}
INLINE = frozenset({"a", "b", "br", "em", "i", "img", "s", "span", "strong", "sub", "sup", "u"})
LINES = {"u": "/Underline", "s": "/LineThrough"}
SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}


def role(element: Any) -> str:
    """The structure type of an element, "" for none: a container of inline content alone is a paragraph."""
    by_class = next((CLASSES[name] for name in (element.get("class") or "").split() if name in CLASSES), "")
    if found := by_class or ROLES.get(element.tag, ""):
        return found
    if element.tag == "div" and all(child.tag in INLINE for child in element.iter() if child is not element):
        return "P"
    return "Span" if element.get("lang") and element.tag in INLINE else ""


def attributes(element: Any) -> dict[str, dict[str, Any]]:
    """The attributes of an element's structure by their owner (ISO 32000-1, 14.8.5)."""
    if line := LINES.get(element.tag):
        return {"Layout": {"TextDecorationType": line}}
    if element.tag in ("ul", "ol"):
        return {"List": {"ListNumbering": "/None"}}
    cell: dict[str, Any] = {}
    if element.tag == "th":
        cell["Scope"] = SCOPES.get(element.get("scope") or "", "/Column")
    if element.tag in ("th", "td"):
        spans = (("ColSpan", "colspan"), ("RowSpan", "rowspan"))
        cell |= {name: int(n) for name, html in spans if (n := element.get(html) or "").isdecimal() and n != "1"}
    return {"Table": cell} if cell else {}


def alternative(element: Any) -> str:
    """The words that stand for a picture: its "alt", or the title inside an SVG; "" for a decoration."""
    title = element.find("{http://www.w3.org/2000/svg}title")
    return (title.text if title is not None else element.get("alt")) or ""
