"""Choose structure types for elements of the print edition by tag and class (ISO 32000-1, 14.8.4).

The content of an element without a type goes to the element around it; lines of text directly in a grouping element
become a paragraph.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from engross_weasyprint.css import Style

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
    "ins": "Span",
    "del": "Span",
    **{name.lower(): name for name in HEADING_ROLES},
}
# In these, text needs a paragraph around it; others may hold it directly.
GROUP_ROLES = frozenset({"Document", "Art", "Sect", "Div", "BlockQuote"})
CLASS_ROLES = {"fn": "Note", "endnote": "Note", "endnote-number": "Lbl", "fn-p": "P", "moved": "Span"}
INLINE_TAGS = frozenset({"b", "em", "i", "q", "small", "span", "strong", "sub", "sup"})
LINE_DECORATIONS = {"u": "/Underline", "ins": "/Underline", "s": "/LineThrough", "del": "/LineThrough"}
CELL_SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}
# Start is the default; left and right have no name in PDF.
TEXT_ALIGNMENTS = {"justify": "/Justify", "center": "/Center", "end": "/End"}


def element_role(element: Element) -> str:
    """Return the structure type of an element, "" for none."""
    by_class = next((CLASS_ROLES[name] for name in (element.get("class") or "").split() if name in CLASS_ROLES), "")
    return by_class or TAG_ROLES.get(element.tag, "")


def structure_attributes(element: Element) -> dict[str, dict[str, object]]:
    """Return the structure attributes of an element by their owner (ISO 32000-1, 14.8.5)."""
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
    """Return the text alignment of a paragraph as structure attributes (ISO 32000-1, 14.8.5.4.2); none for start."""
    alignment = TEXT_ALIGNMENTS.get(style["text_align_all"])
    return {"Layout": {"TextAlign": alignment}} if alignment else {}


def alternative_text(element: Element) -> str:
    """Return the alternative text of a picture: its "alt", or the title inside an SVG; "" for a decoration."""
    title = element.find("{http://www.w3.org/2000/svg}title")
    return (title.text if title is not None else element.get("alt")) or ""
