"""Elements of the print edition to structure types (ISO 32000-1, 14.8.4), by their names and classes.

An element without a type of its own gives what is in it to the element around it; lines of text that would stand
in a group of elements then are a paragraph.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from weasyprint.css import Style

HEADING_ROLES = ("H1", "H2", "H3", "H4", "H5", "H6")

TAG_ROLES = {
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
    **{name.lower(): name for name in HEADING_ROLES},
}
# In these text needs a paragraph around it; others may hold it themselves.
GROUP_ROLES = frozenset({"Document", "Art", "Sect", "Div", "BlockQuote"})
CLASS_ROLES = {"fn": "Note", "fn-p": "P"}
INLINE_TAGS = frozenset({"b", "em", "i", "q", "small", "span", "strong", "sub", "sup"})
LINE_DECORATIONS = {"u": "/Underline", "s": "/LineThrough"}
CELL_SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}
# Start is the default; left and right have no words of their own.
TEXT_ALIGNMENTS = {"justify": "/Justify", "center": "/Center", "end": "/End"}


def element_role(element: Element) -> str:
    """The structure type of an element, "" for none."""
    by_class = next((CLASS_ROLES[name] for name in (element.get("class") or "").split() if name in CLASS_ROLES), "")
    return by_class or TAG_ROLES.get(element.tag, "")


def structure_attributes(element: Element) -> dict[str, dict[str, object]]:
    """The attributes of an element's structure by their owner (ISO 32000-1, 14.8.5)."""
    if line := LINE_DECORATIONS.get(element.tag):
        return {"Layout": {"TextDecorationType": line}}
    if element.tag in ("ul", "ol"):
        return {"List": {"ListNumbering": "/None"}}
    cell: dict[str, object] = {}
    if element.tag == "th":
        cell["Scope"] = CELL_SCOPES.get(element.get("scope") or "", "/Column")
    if element.tag in ("th", "td"):
        spans = (("ColSpan", "colspan"), ("RowSpan", "rowspan"))
        cell |= {name: int(n) for name, html in spans if (n := element.get(html) or "").isdecimal() and n != "1"}
    return {"Table": cell} if cell else {}


def alignment_attributes(style: Style) -> dict[str, dict[str, object]]:
    """How the lines of a paragraph fill their measure, as attributes of its structure (ISO 32000-1, 14.8.5.4.2)."""
    said = TEXT_ALIGNMENTS.get(style["text_align_all"])
    return {"Layout": {"TextAlign": said}} if said else {}


def alternative_text(element: Element) -> str:
    """The words that stand for a picture: its "alt", or the title inside an SVG; "" for a decoration."""
    title = element.find("{http://www.w3.org/2000/svg}title")
    return (title.text if title is not None else element.get("alt")) or ""
