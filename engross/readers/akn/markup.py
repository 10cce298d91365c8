"""Scan ill-formed XML for its marks: tags, comments, instructions and CDATA sections, each with its place in the text.

A tag is a name with attributes, whose values may lack quotation marks; any other bracket belongs to the words. The
time grows linearly with the length of the text, whatever it holds: no pattern backtracks, and no search for a missing
end is made twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

TAG_NAME = r"[^\W\d][\w.:-]*+(?<!:)"
ATTRIBUTE_VALUE = r"""(?P<value>"[^"<]*+"|'[^'<]*+'|(?P<bare>[^\s"'=<>`/]++))"""
ATTRIBUTE = re.compile(rf"\s++(?P<name>{TAG_NAME})(?>(?:\s*+=\s*+{ATTRIBUTE_VALUE})?)")
_UNNAMED_ATTRIBUTE = re.sub(r"\?P<\w+>", "?:", ATTRIBUTE.pattern)
TAG = re.compile(
    rf"<(?P<close>/)?(?P<name>{TAG_NAME})(?P<attributes>(?>(?:{_UNNAMED_ATTRIBUTE})*))\s*+(?>(?P<empty>/)?)>"
)
# The beginning and end of each kind of section.
COMMENT_BOUNDS, INSTRUCTION_BOUNDS, CDATA_BOUNDS = ("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")


class XmlMarkKind(Enum):
    """The kind of a mark. SECTION: a comment, an instruction or a CDATA section."""

    START = "start tag"
    END = "end tag"
    EMPTY = "tag of an empty element"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class XmlMark:
    """A mark in a text: its kind, where it begins and ends; name and attributes of a tag; the words of a CDATA section.

    ``attributes`` are as written, each after its white space.
    """

    kind: XmlMarkKind
    begin: int
    end: int
    name: str = ""
    attributes: str = ""
    words: str = ""


def scan_marks(text: str) -> Iterator[XmlMark]:
    """Yield the marks of a text in order."""
    last = {begin: text.rfind(end) for begin, end in (COMMENT_BOUNDS, INSTRUCTION_BOUNDS, CDATA_BOUNDS)}
    at = text.find("<")
    while at >= 0:
        mark = _match_section(text, at, last) or _match_tag(text, at)
        if mark:
            yield mark
        at = text.find("<", mark.end if mark else at + 1)


def _match_section(text: str, at: int, last: dict[str, int]) -> XmlMark | None:
    """Return the section that begins at ``at``, or None. ``last``: the last index of each kind's end."""
    for begin, end in (COMMENT_BOUNDS, INSTRUCTION_BOUNDS, CDATA_BOUNDS):
        if last[begin] > at and text.startswith(begin, at):
            close = text.find(end, at + len(begin))
            words = text[at + len(begin) : close] if begin == CDATA_BOUNDS[0] else ""
            return XmlMark(XmlMarkKind.SECTION, at, close + len(end), words=words) if close >= 0 else None
    return None


def _match_tag(text: str, at: int) -> XmlMark | None:
    tag = TAG.match(text, at)
    if not tag:
        return None
    kind = XmlMarkKind.END if tag["close"] else XmlMarkKind.EMPTY if tag["empty"] else XmlMarkKind.START
    return XmlMark(kind, at, tag.end(), tag["name"], tag["attributes"])


@dataclass(frozen=True, slots=True)
class UnmatchedEnds:
    """The end tags without a start tag in the stretch from any given mark on.

    ``first``: for each mark, and for the end of the text, the first such end tag from there on. ``other``: for each end
    tag, the next one with another name. Both are indexes of marks, -1 for none.
    """

    marks: tuple[XmlMark, ...]
    first: tuple[int, ...]
    other: tuple[int, ...]

    def names(self, begin: int, most: int) -> Iterator[str]:
        """Yield the names of such end tags from mark ``begin`` on, at most ``most``; repeated names count once."""
        end = self.first[begin]
        for _ in range(most):
            if end < 0:
                return
            yield self.marks[end].name
            end = self.other[end]


def find_unmatched_ends(marks: tuple[XmlMark, ...]) -> UnmatchedEnds:
    """Find, from each mark on, the end tags that close what was opened before it.

    Tags are paired by their places alone, whatever their names. A name that no start tag has closes nothing.
    """
    pairs, names = _pair_tags(marks), {mark.name for mark in marks if mark.kind is XmlMarkKind.START}
    first, other = [-1] * (len(marks) + 1), [-1] * len(marks)
    for n in reversed(range(len(marks))):
        mark = marks[n]
        if mark.kind is XmlMarkKind.END and mark.name in names:
            following = first[n + 1]
            first[n] = n
            other[n] = other[following] if following >= 0 and marks[following].name == mark.name else following
        elif mark.kind is XmlMarkKind.START:
            first[n] = first[pairs[n] + 1] if n in pairs else -1
        else:
            first[n] = first[n + 1]
    return UnmatchedEnds(marks, tuple(first), tuple(other))


def _pair_tags(marks: tuple[XmlMark, ...]) -> dict[int, int]:
    """Return the index of the end tag for the index of each start tag that has one."""
    pairs: dict[int, int] = {}
    starts: list[int] = []
    for n, mark in enumerate(marks):
        if mark.kind is XmlMarkKind.START:
            starts.append(n)
        elif mark.kind is XmlMarkKind.END and starts:
            pairs[starts.pop()] = n
    return pairs
