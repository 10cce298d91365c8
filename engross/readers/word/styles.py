"""Read styles: which are headings, how they set words apart, which list they number in.

The UN's styles have one meaning under many spellings: "_ H_1", "_ H_1_G" and "H1G" are H1, "__Single Txt" and
"_ Single Txt_G" are SingleTxt (G is Geneva's template).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from engross.model.tree import Masthead, Style
from engross.readers.word.qnames import OFF_VALUES, find_element, full_name, read_switch, read_value

HEADING_RANKS = {"hm": 1, "hch": 1, "h1": 2, "h23": 3, "h4": 4, "h56": 5}
HEADING_RANKS |= {"titlehch": 1, "titleh1": 2, "titleh2": 3, "title": 1, "subtitle": 2, "annotationtitle": 2}
HEADING_RANKS |= {"decisiontitle": 3, "stitlel": 1, "stitlem": 2, "stitles": 3}
HEADING_RANKS |= {f"heading{n}": min(n, 5) for n in range(1, 10)} | {"caption": 4}
# The fields of a masthead by the names of the styles that they have.
MASTHEAD_FIELDS = {"session": "session", "agendaitemnormal": "agenda_item", "agendaitemnumber": "agenda_item"}
MASTHEAD_FIELDS |= {"agendatitleh2": "agenda_title", "agendaitemtitle": "agenda_title", "distribution": "distribution"}
MASTHEAD_FIELDS |= {
    f"masthead{field}": field for field in Masthead.__slots__ if "_" not in field
}  # those of documents that engross writes
MASTHEAD_FIELDS |= {"releasedate": "issued", "original": "original", "publication": "publisher"}
EMPHASIS_SWITCHES = {"w:b": Style.BOLD, "w:i": Style.ITALIC, "w:strike": Style.STRIKE, "w:dstrike": Style.STRIKE}
EMPHASIS_SWITCHES |= {"w:smallCaps": Style.SMALL_CAPS}
VERTICAL_ALIGNMENTS = {"superscript": Style.SUPERSCRIPT, "subscript": Style.SUBSCRIPT}
LEAD_STYLE = "leadwords"  # of lead words, in documents that engross writes
LINK_STYLE = "hyperlink"  # its underline is the look of links, no emphasis


def normalise_style_name(spelled: str) -> str:
    """Reduce the spellings of a style's name to one: "_ H_2/3_G" is "h23"."""
    bare = re.sub(r"[^a-z0-9]", "", spelled.lower())
    return bare.removesuffix("g") if re.fullmatch(r"(?:h\w{1,3}|singletxt|bullet\d|footnotetext)g", bare) else bare


def read_emphasis(properties: etree._Element | None) -> dict[Style, bool]:
    """Return the kinds of emphasis that run properties name, each with whether it is switched on."""
    switches = {
        style: shown for key, style in EMPHASIS_SWITCHES.items() if (shown := read_switch(properties, key)) is not None
    }
    if (underline := find_element(properties, "w:u")) is not None:
        switches[Style.UNDERLINE] = read_value(underline) not in (*OFF_VALUES, "")
    if (vertical := find_element(properties, "w:vertAlign")) is not None:
        switches |= {style: read_value(vertical) == alignment for alignment, style in VERTICAL_ALIGNMENTS.items()}
    return switches


@dataclass(frozen=True)
class WordStyles:
    """The styles of a document by their ids."""

    elements: dict[str, etree._Element] = field(default_factory=dict)
    default: str = ""  # the id of the style of paragraphs that name none

    def base_chain(self, style: str) -> Iterator[etree._Element]:
        """Yield a style and those that it is based on, the nearest first."""
        seen: set[str] = set()
        while (element := self.elements.get(style)) is not None and style not in seen:
            seen.add(style)
            yield element
            style = read_value(find_element(element, "w:basedOn"))

    def names(self, style: str) -> Iterator[str]:
        """Yield the normalised names and ids of a style and of those that it is based on."""
        for element in self.base_chain(style):
            yield normalise_style_name(read_value(find_element(element, "w:name")))
            yield normalise_style_name(read_value(element, "w:styleId"))
        if style not in self.elements:
            yield normalise_style_name(style)

    def heading_rank(self, style: str) -> int:
        """Return the rank of the heading that a style makes; 0 for none."""
        return next((HEADING_RANKS[name] for name in self.names(style) if name in HEADING_RANKS), 0)

    def masthead_field(self, style: str) -> str:
        """Return the field of a masthead that a style is for; "" for none."""
        return next((MASTHEAD_FIELDS[name] for name in self.names(style) if name in MASTHEAD_FIELDS), "")

    def emphasis(self, properties: etree._Element | None) -> frozenset[Style]:
        """Return the emphasis of a run, from its own properties and its character style."""
        switches: dict[Style, bool] = {}
        style = read_value(find_element(properties, "w:rStyle"))
        for element in reversed([*self.base_chain(style)]):
            switches |= read_emphasis(find_element(element, "w:rPr"))
        if LEAD_STYLE in self.names(style):
            switches = {Style.LEAD: True}
        if LINK_STYLE in self.names(style):
            switches.pop(Style.UNDERLINE, None)
        switches |= read_emphasis(properties)
        return frozenset(kind for kind, shown in switches.items() if shown)

    def numbering(self, style: str) -> etree._Element | None:
        """Return the numbering properties of a paragraph style, its own or the nearest inherited; None without any."""
        return next(
            (
                properties
                for element in self.base_chain(style)
                if (properties := find_element(element, "w:pPr", "w:numPr")) is not None
            ),
            None,
        )


def read_styles(root: etree._Element | None) -> WordStyles:
    """Read the styles from the root of their part; there are none if the root is None."""
    elements = (
        {read_value(one, "w:styleId"): one for one in root.iter(full_name("w:style"))} if root is not None else {}
    )
    default_ids = (
        key
        for key, one in elements.items()
        if read_value(one, "w:type") == "paragraph" and read_value(one, "w:default") == "1"
    )
    return WordStyles(elements, next(default_ids, ""))
