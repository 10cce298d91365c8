"""Elements of the print edition to structure types (ISO 32000-1, 14.8.4), by their names and classes.

An element without a type of its own gives what is in it to the element around it; lines of text that would stand
in a group of elements then are a paragraph.
"""

from __future__ import annotations

from typing import Any

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")

ROLES = {
    "article": "Art",
    "section": "Sect",
    "footer": "Div",
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
# In these text needs a paragraph around it; others may hold it themselves.
GROUPS = frozenset({"Document", "Art", "Sect", "Div", "BlockQuote"})
CLASSES = {"fn": "Note", "fn-p": "P"}
INLINE = frozenset({"b", "em", "i", "q", "small", "span", "strong", "sub", "sup"})
LINES = {"u": "/Underline", "s": "/LineThrough"}
SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}
# Start is the default; left and right have no words of their own.
ALIGNED = {"justify": "/Justify", "center": "/Center", "end": "/End"}


def role(element: Any) -> str:
    """The structure type of an element, "" for none."""
    by_class = next((CLASSES[name] for name in (element.get("class") or "").split() if name in CLASSES), "")
    return by_class or ROLES.get(element.tag, "")


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


def aligned(style: Any) -> dict[str, dict[str, Any]]:
    """How the lines of a paragraph fill their measure, as attributes of its structure (ISO 32000-1, 14.8.5.4.2)."""
    said = ALIGNED.get(style["text_align_all"])
    return {"Layout": {"TextAlign": said}} if said else {}


def alternative(element: Any) -> str:
    """The words that stand for a picture: its "alt", or the title inside an SVG; "" for a decoration."""
    title = element.find("{http://www.w3.org/2000/svg}title")
    return (title.text if title is not None else element.get("alt")) or ""
