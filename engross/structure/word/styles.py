"""Styles: which headings they are, how they set words apart, which number they give.

The UN's styles have one meaning under many spellings: "_ H_1", "_ H_1_G" and "H1G" are H1, "__Single Txt" and
"_ Single Txt_G" are SingleTxt (G is Geneva's template).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from engross.model import Style
from engross.structure.word.names import OFF, find, on, q, val

RANKS = {"hm": 1, "hch": 1, "h1": 2, "h23": 3, "h4": 4, "h56": 5}
RANKS |= {"titlehch": 1, "titleh1": 2, "titleh2": 3, "title": 1, "subtitle": 2, "annotationtitle": 2}
RANKS |= {"decisiontitle": 3, "stitlel": 1, "stitlem": 2, "stitles": 3}
RANKS |= {f"heading{n}": min(n, 5) for n in range(1, 10)} | {"caption": 4}
# The parts of a masthead that have a style of their own, by its name.
MASTHEAD = {"session": "session", "agendaitemnormal": "agenda_item", "agendaitemnumber": "agenda_item"}
MASTHEAD |= {"agendatitleh2": "agenda_title", "agendaitemtitle": "agenda_title", "distribution": "distribution"}
MASTHEAD |= {"releasedate": "issued", "original": "original", "publication": "publisher"}
TOGGLES = {"w:b": Style.BOLD, "w:i": Style.ITALIC, "w:strike": Style.STRIKE, "w:dstrike": Style.STRIKE}
RAISED = {"superscript": Style.SUPERSCRIPT, "subscript": Style.SUBSCRIPT}
LINKED = "hyperlink"  # the look of links, which underlines


def plain(spelled: str) -> str:
    """A style's name as all its spellings have it: "_ H_2/3_G" is "h23"."""
    bare = re.sub(r"[^a-z0-9]", "", spelled.lower())
    return bare.removesuffix("g") if re.fullmatch(r"(?:h\w{1,3}|singletxt|bullet\d|footnotetext)g", bare) else bare


def said(properties: etree._Element | None) -> dict[Style, bool]:
    """What run properties say of emphasis: on or off for each kind that they name."""
    out = {style: shown for key, style in TOGGLES.items() if (shown := on(properties, key)) is not None}
    if (line := find(properties, "w:u")) is not None:
        out[Style.UNDERLINE] = val(line) not in (*OFF, "")
    if (raised := find(properties, "w:vertAlign")) is not None:
        out |= {style: val(raised) == spelled for spelled, style in RAISED.items()}
    return out


@dataclass(frozen=True)
class Styles:
    """The styles of a document by their ids."""

    elements: dict[str, etree._Element] = field(default_factory=dict)
    default: str = ""  # the id of the paragraph style where a paragraph names none

    def chain(self, style: str) -> Iterator[etree._Element]:
        """A style and those that it is based on, the nearest first."""
        seen: set[str] = set()
        while (element := self.elements.get(style)) is not None and style not in seen:
            seen.add(style)
            yield element
            style = val(find(element, "w:basedOn"))

    def names(self, style: str) -> Iterator[str]:
        """The plain names of a style and of those that it is based on, by name and by id."""
        for element in self.chain(style):
            yield plain(val(find(element, "w:name")))
            yield plain(val(element, "w:styleId"))
        if style not in self.elements:
            yield plain(style)

    def rank(self, style: str) -> int:
        """The rank of the heading that a style makes; 0 for none."""
        return next((RANKS[one] for one in self.names(style) if one in RANKS), 0)

    def field(self, style: str) -> str:
        """The field of a masthead that a style is for; "" for none."""
        return next((MASTHEAD[one] for one in self.names(style) if one in MASTHEAD), "")

    def emphasis(self, properties: etree._Element | None) -> frozenset[Style]:
        """How a run is set apart, by its own properties and its character style."""
        found: dict[Style, bool] = {}
        style = val(find(properties, "w:rStyle"))
        for element in reversed([*self.chain(style)]):
            found |= said(find(element, "w:rPr"))
        if LINKED in self.names(style):
            found.pop(Style.UNDERLINE, None)
        found |= said(properties)
        return frozenset(one for one, shown in found.items() if shown)

    def numbering(self, style: str) -> etree._Element | None:
        """The numbering properties of a paragraph style, of its own or those it is based on."""
        return next((n for s in self.chain(style) if (n := find(s, "w:pPr", "w:numPr")) is not None), None)


def styles(root: etree._Element | None) -> Styles:
    """The styles of a document from the root of their part; none where it has no such part."""
    found = {val(one, "w:styleId"): one for one in root.iter(q("w:style"))} if root is not None else {}
    first = (key for key, one in found.items() if val(one, "w:type") == "paragraph" and val(one, "w:default") == "1")
    return Styles(found, next(first, ""))
