"""Automatic numbers: what Word writes before the paragraphs of its lists (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from engross.readers.word.number_formats import format_number
from engross.readers.word.qnames import find_element, full_name, parse_integer, read_switch, read_value
from engross.readers.word.styles import WordStyles

# Bullets in fonts of signs, whose characters mean nothing in any other.
BULLET_SIGNS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "–", "\uf0d8": "•", "\uf0fc": "•", "o": "•", "·": "•", "§": "▪"}
LIST_LEVELS = 9
NO_LIST_ID = "0"  # the id that takes a paragraph out of its style's list


@dataclass(frozen=True, slots=True)
class ListNumber:
    """What Word counts before a paragraph, "" for nothing.

    ``unlisted``: its level, from 0, where the list that is named, or that level of it, is not there; else None.
    """

    number: str = ""
    unlisted: int | None = None


@dataclass
class ListCounters:
    """The lists of a document, and how far each has counted."""

    styles: WordStyles
    lists: dict[str, etree._Element] = field(default_factory=dict)  # w:num by its id
    patterns: dict[str, etree._Element] = field(default_factory=dict)  # w:abstractNum by its id
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)  # levels of lists whose own start has been taken

    def take_number(self, properties: etree._Element | None, style: str) -> ListNumber:
        """The number of the next paragraph of these properties and this style."""
        num, said = self._find_list_and_level(properties, style)
        if num in ("", NO_LIST_ID):
            return ListNumber()
        depth = parse_integer(said) if said or num not in self.lists else self._find_style_depth(num, style)
        depth = min(max(depth, 0), LIST_LEVELS - 1)
        if num not in self.lists or self._find_level(num, depth) is None:
            return ListNumber(unlisted=depth)
        return ListNumber(self._count_level(num, depth))

    def _find_list_and_level(self, properties: etree._Element | None, style: str) -> tuple[str, str]:
        """The id of the list that a paragraph names, itself or by its style, and the level; "" where it names none."""
        own, given = find_element(properties, "w:numPr"), self.styles.numbering(style)
        num, level = (
            read_value(find_element(own, key)) or read_value(find_element(given, key)) for key in ("w:numId", "w:ilvl")
        )
        return num, level

    def _count_level(self, num: str, depth: int) -> str:
        pattern = self._find_pattern_id(num)
        counts = self.counts.setdefault(pattern, [None] * LIST_LEVELS)
        start = self._read_start_override(num, depth)
        if start is not None and (num, depth) not in self.begun:
            self.begun.add((num, depth))
            counts[depth] = start
        else:
            last = counts[depth]
            counts[depth] = self._read_start(num, depth) if last is None else last + 1
        for deeper in range(depth + 1, LIST_LEVELS):
            if self._does_restart(num, deeper, depth):
                counts[deeper] = None
        return self._write_number(num, depth, counts)

    def _write_number(self, num: str, depth: int, counts: list[int | None]) -> str:
        level = self._find_level(num, depth)
        form = read_value(find_element(level, "w:numFmt")) or "decimal"
        text = read_value(find_element(level, "w:lvlText"))
        if form == "bullet":
            return BULLET_SIGNS.get(text, text)
        legal = read_switch(level, "w:isLgl")

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            own = read_value(find_element(self._find_level(num, at), "w:numFmt")) or "decimal"
            reached = counts[at]
            value = self._read_start(num, at) if reached is None else reached
            return format_number(value, "decimal" if legal else own)

        return re.sub(r"%([1-9])", number, text).strip()

    def _does_restart(self, num: str, deeper: int, depth: int) -> bool:
        """Whether a level begins again after one above it: after any, if nothing else is said; 0 is never."""
        after = find_element(self._find_level(num, deeper), "w:lvlRestart")
        return after is None or parse_integer(read_value(after)) > depth

    def _read_start(self, num: str, depth: int) -> int:
        return parse_integer(read_value(find_element(self._find_level(num, depth), "w:start")), 1)

    def _read_start_override(self, num: str, depth: int) -> int | None:
        for one in self.lists[num].iterfind(full_name("w:lvlOverride")):
            start = find_element(one, "w:startOverride")
            if parse_integer(read_value(one, "w:ilvl")) == depth and start is not None:
                return parse_integer(read_value(start), 1)
        return None

    def _find_level(self, num: str, depth: int) -> etree._Element | None:
        """A level of a list as it is overridden, or as its pattern has it."""
        own = (find_element(one, "w:lvl") for one in self.lists[num].iterfind(full_name("w:lvlOverride")))
        pattern = self.patterns.get(self._find_pattern_id(num))
        levels = [one for one in own if one is not None]
        levels += [] if pattern is None else pattern.findall(full_name("w:lvl"))
        return next((one for one in levels if parse_integer(read_value(one, "w:ilvl")) == depth), None)

    def _find_pattern_id(self, num: str) -> str:
        """The id of a list's pattern; one that a style of lists holds is reached through that."""
        own = read_value(find_element(self.lists[num], "w:abstractNumId"))
        link = read_value(find_element(self.patterns.get(own), "w:numStyleLink"))
        if not link:
            return own
        named = (key for key, one in self.patterns.items() if read_value(find_element(one, "w:styleLink")) == link)
        return next(named, own)

    def _find_style_depth(self, num: str, style: str) -> int:
        """The level that is tied to a paragraph style."""
        pattern = self.patterns.get(self._find_pattern_id(num))
        for level in () if pattern is None else pattern.iterfind(full_name("w:lvl")):
            if read_value(find_element(level, "w:pStyle")) == style:
                return parse_integer(read_value(level, "w:ilvl"))
        return 0


def read_numbering(root: etree._Element | None, styles: WordStyles) -> ListCounters:
    """The lists of a document from the root of its numbering part; none where it has no such part."""
    if root is None:
        return ListCounters(styles)
    lists = {read_value(one, "w:numId"): one for one in root.iterfind(full_name("w:num"))}
    patterns = {read_value(one, "w:abstractNumId"): one for one in root.iterfind(full_name("w:abstractNum"))}
    return ListCounters(styles, lists, patterns)
