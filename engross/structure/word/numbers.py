"""Automatic numbers: what Word writes before the paragraphs of its lists (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from engross.structure.word.counts import counted
from engross.structure.word.names import find, on, q, val, whole
from engross.structure.word.styles import Styles

# Bullets in fonts of signs, whose characters mean nothing in any other.
SIGNS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "–", "\uf0d8": "•", "\uf0fc": "•", "o": "•", "·": "•", "§": "▪"}
DEEPEST = 9
NO_LIST = "0"  # the id that takes a paragraph out of its style's list


@dataclass(frozen=True, slots=True)
class Taken:
    """What Word counts before a paragraph, "" for nothing.

    ``unlisted``: its level, from 0, where the list that is named, or that level of it, is not there; else None.
    """

    number: str = ""
    unlisted: int | None = None


@dataclass
class Numbers:
    """The lists of a document, and how far each has counted."""

    styles: Styles
    lists: dict[str, etree._Element] = field(default_factory=dict)  # w:num by its id
    patterns: dict[str, etree._Element] = field(default_factory=dict)  # w:abstractNum by its id
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)  # levels of lists whose own start has been taken

    def take(self, properties: etree._Element | None, style: str) -> Taken:
        """The number of the next paragraph of these properties and this style."""
        num, said = self._named(properties, style)
        if num in ("", NO_LIST):
            return Taken()
        depth = whole(said) if said or num not in self.lists else self._depth_of(num, style)
        depth = min(max(depth, 0), DEEPEST - 1)
        if num not in self.lists or self._level(num, depth) is None:
            return Taken(unlisted=depth)
        return Taken(self._count(num, depth))

    def _named(self, properties: etree._Element | None, style: str) -> tuple[str, str]:
        """The id of the list that a paragraph names, itself or by its style, and the level; "" where it names none."""
        own, given = find(properties, "w:numPr"), self.styles.numbering(style)
        num, level = (val(find(own, key)) or val(find(given, key)) for key in ("w:numId", "w:ilvl"))
        return num, level

    def _count(self, num: str, depth: int) -> str:
        pattern = self._pattern(num)
        counts = self.counts.setdefault(pattern, [None] * DEEPEST)
        start = self._override(num, depth)
        if start is not None and (num, depth) not in self.begun:
            self.begun.add((num, depth))
            counts[depth] = start
        else:
            last = counts[depth]
            counts[depth] = self._start(num, depth) if last is None else last + 1
        for deeper in range(depth + 1, DEEPEST):
            if self._restarts(num, deeper, depth):
                counts[deeper] = None
        return self._written(num, depth, counts)

    def _written(self, num: str, depth: int, counts: list[int | None]) -> str:
        level = self._level(num, depth)
        form = val(find(level, "w:numFmt")) or "decimal"
        text = val(find(level, "w:lvlText"))
        if form == "bullet":
            return SIGNS.get(text, text)
        legal = on(level, "w:isLgl")

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            own = val(find(self._level(num, at), "w:numFmt")) or "decimal"
            reached = counts[at]
            value = self._start(num, at) if reached is None else reached
            return counted(value, "decimal" if legal else own)

        return re.sub(r"%([1-9])", number, text).strip()

    def _restarts(self, num: str, deeper: int, depth: int) -> bool:
        """Whether a level begins again after one above it: after any, if nothing else is said; 0 is never."""
        after = find(self._level(num, deeper), "w:lvlRestart")
        return after is None or whole(val(after)) > depth

    def _start(self, num: str, depth: int) -> int:
        return whole(val(find(self._level(num, depth), "w:start")), 1)

    def _override(self, num: str, depth: int) -> int | None:
        for one in self.lists[num].iterfind(q("w:lvlOverride")):
            start = find(one, "w:startOverride")
            if whole(val(one, "w:ilvl")) == depth and start is not None:
                return whole(val(start), 1)
        return None

    def _level(self, num: str, depth: int) -> etree._Element | None:
        """A level of a list as it is overridden, or as its pattern has it."""
        own = (find(one, "w:lvl") for one in self.lists[num].iterfind(q("w:lvlOverride")))
        pattern = self.patterns.get(self._pattern(num))
        levels = [one for one in own if one is not None]
        levels += [] if pattern is None else pattern.findall(q("w:lvl"))
        return next((one for one in levels if whole(val(one, "w:ilvl")) == depth), None)

    def _pattern(self, num: str) -> str:
        """The id of a list's pattern; one that a style of lists holds is reached through that."""
        own = val(find(self.lists[num], "w:abstractNumId"))
        link = val(find(self.patterns.get(own), "w:numStyleLink"))
        if not link:
            return own
        named = (key for key, one in self.patterns.items() if val(find(one, "w:styleLink")) == link)
        return next(named, own)

    def _depth_of(self, num: str, style: str) -> int:
        """The level that is tied to a paragraph style."""
        pattern = self.patterns.get(self._pattern(num))
        for level in () if pattern is None else pattern.iterfind(q("w:lvl")):
            if val(find(level, "w:pStyle")) == style:
                return whole(val(level, "w:ilvl"))
        return 0


def numbers(root: etree._Element | None, styles: Styles) -> Numbers:
    """The lists of a document from the root of its numbering part; none where it has no such part."""
    if root is None:
        return Numbers(styles)
    lists = {val(one, "w:numId"): one for one in root.iterfind(q("w:num"))}
    patterns = {val(one, "w:abstractNumId"): one for one in root.iterfind(q("w:abstractNum"))}
    return Numbers(styles, lists, patterns)
