"""Count the automatic numbers that Word writes before the paragraphs of its lists (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from engross.readers.word.number_formats import format_number
from engross.readers.word.qnames import find_element, full_name, parse_integer, read_switch, read_value
from engross.readers.word.styles import WordStyles

# Characters of symbol fonts mean nothing in other fonts: the bullets that they look like.
BULLET_SIGNS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "–", "\uf0d8": "•", "\uf0fc": "•", "o": "•", "·": "•", "§": "▪"}
LIST_LEVELS = 9
NO_LIST_ID = "0"  # the id that takes a paragraph out of its style's list


@dataclass(frozen=True, slots=True)
class ListNumber:
    """The number that Word counts before a paragraph; "" for none.

    ``unlisted``: the paragraph's level, from 0, if the file does not define its list or that level of it; else None.
    """

    number: str = ""
    unlisted: int | None = None


@dataclass
class ListCounters:
    """The lists of a document, with the last number of each level."""

    styles: WordStyles
    lists: dict[str, etree._Element] = field(default_factory=dict)  # w:num by its id
    patterns: dict[str, etree._Element] = field(default_factory=dict)  # w:abstractNum by its id
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)  # lists and levels whose start override has been used

    def take_number(self, properties: etree._Element | None, style: str) -> ListNumber:
        """Count one more paragraph with these properties and this style, and return its number."""
        num, level = self._find_list_and_level(properties, style)
        if num in ("", NO_LIST_ID):
            return ListNumber()
        depth = parse_integer(level) if level or num not in self.lists else self._find_style_depth(num, style)
        depth = min(max(depth, 0), LIST_LEVELS - 1)
        if num not in self.lists or self._find_level(num, depth) is None:
            return ListNumber(unlisted=depth)
        return ListNumber(self._count_level(num, depth))

    def _find_list_and_level(self, properties: etree._Element | None, style: str) -> tuple[str, str]:
        """Return the id of the list and the level that a paragraph or its style names; "" for what neither names."""
        own_properties, style_properties = find_element(properties, "w:numPr"), self.styles.numbering(style)
        num, level = (
            read_value(find_element(own_properties, key)) or read_value(find_element(style_properties, key))
            for key in ("w:numId", "w:ilvl")
        )
        return num, level

    def _count_level(self, num: str, depth: int) -> str:
        """Count a level of a list one further, restart the levels below it, and return the number as Word writes it."""
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
        """Write the number of a level: a bullet, or its text with %1 to %9 replaced by the counts of the levels."""
        level = self._find_level(num, depth)
        form = read_value(find_element(level, "w:numFmt")) or "decimal"
        text = read_value(find_element(level, "w:lvlText"))
        if form == "bullet":
            return BULLET_SIGNS.get(text, text)
        legal = read_switch(level, "w:isLgl")

        def number(placeholder: re.Match[str]) -> str:
            index = int(placeholder[1]) - 1
            own_form = read_value(find_element(self._find_level(num, index), "w:numFmt")) or "decimal"
            count = counts[index]
            value = self._read_start(num, index) if count is None else count
            return format_number(value, "decimal" if legal else own_form)

        return re.sub(r"%([1-9])", number, text).strip()

    def _does_restart(self, num: str, deeper: int, depth: int) -> bool:
        """Return whether a level restarts after a higher one: after any without ``w:lvlRestart``, never if it is 0."""
        after = find_element(self._find_level(num, deeper), "w:lvlRestart")
        return after is None or parse_integer(read_value(after)) > depth

    def _read_start(self, num: str, depth: int) -> int:
        return parse_integer(read_value(find_element(self._find_level(num, depth), "w:start")), 1)

    def _read_start_override(self, num: str, depth: int) -> int | None:
        for override in self.lists[num].iterfind(full_name("w:lvlOverride")):
            start = find_element(override, "w:startOverride")
            if parse_integer(read_value(override, "w:ilvl")) == depth and start is not None:
                return parse_integer(read_value(start), 1)
        return None

    def _find_level(self, num: str, depth: int) -> etree._Element | None:
        """Return a level of a list, as the list overrides it or as its pattern has it; None if neither does."""
        overridden = (
            find_element(candidate, "w:lvl") for candidate in self.lists[num].iterfind(full_name("w:lvlOverride"))
        )
        pattern = self.patterns.get(self._find_pattern_id(num))
        levels = [candidate for candidate in overridden if candidate is not None]
        levels += [] if pattern is None else pattern.findall(full_name("w:lvl"))
        return next(
            (candidate for candidate in levels if parse_integer(read_value(candidate, "w:ilvl")) == depth), None
        )

    def _find_pattern_id(self, num: str) -> str:
        """Return the id of a list's pattern, through the list style that it links to, if any."""
        pattern = read_value(find_element(self.lists[num], "w:abstractNumId"))
        style_link = read_value(find_element(self.patterns.get(pattern), "w:numStyleLink"))
        if not style_link:
            return pattern
        named = (
            key for key, one in self.patterns.items() if read_value(find_element(one, "w:styleLink")) == style_link
        )
        return next(named, pattern)

    def _find_style_depth(self, num: str, style: str) -> int:
        """Return the level of a list that is tied to a paragraph style; 0 if none is."""
        pattern = self.patterns.get(self._find_pattern_id(num))
        for level in () if pattern is None else pattern.iterfind(full_name("w:lvl")):
            if read_value(find_element(level, "w:pStyle")) == style:
                return parse_integer(read_value(level, "w:ilvl"))
        return 0


def read_numbering(root: etree._Element | None, styles: WordStyles) -> ListCounters:
    """Read the lists from the root of the numbering part; there are none if the root is None."""
    if root is None:
        return ListCounters(styles)
    lists = {read_value(one, "w:numId"): one for one in root.iterfind(full_name("w:num"))}
    patterns = {read_value(one, "w:abstractNumId"): one for one in root.iterfind(full_name("w:abstractNum"))}
    return ListCounters(styles, lists, patterns)
