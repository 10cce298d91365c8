"""Mark as furniture what the official files print twice or leave behind, before anything is read.

Each repair is for one defect of the series (un-documents: health of the official XML); each is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from engross.grammars.akn import MEETING_NAME
from engross.model.notice import Code, Notice, make_notice
from engross.model.text import fold
from engross.model.tree import Where
from engross.readers.akn.furniture import set_aside, set_text_aside
from engross.readers.akn.tree import local_name, named_children

PRINTED_RULE = re.compile(r"[_‗—–]{4,}")
FoundDefect = tuple[int, str, str]  # line, text, kind
EMPTY_BRACKETS = re.compile(r"\s*(?:\(\s*\)|\)\s*\()\s*")  # as typed, or turned round by the right-to-left text
BRACKETS = re.compile(r"[()\[\]]")
NUMBER_OF_TITLE = re.compile(r"([\d/]+)\s*[-–—]\s")  # where the line of a title has the number before a dash


def set_defects_aside(root: etree._Element, file: str) -> tuple[Notice, ...]:
    """Mark the furniture in the tree; return a notice for each kind and text, at its first place."""
    defects = [*_find_repeated_note_numbers(root), *_find_stray_brackets(root), *_find_repeated_headings(root)]
    defects += [*_find_doubled_counts(root), *_find_printed_rules(root), *_find_repeated_lines(root)]
    defects += _find_repeated_numbers(root)
    _join_call_brackets(root)
    lines: dict[tuple[str, str], list[int]] = {}
    for line, text, kind in defects:
        lines.setdefault((text.strip(), kind), []).append(line)
    return tuple(_make_defect_notice(file, text, kind, places) for (text, kind), places in lines.items())


def _make_defect_notice(file: str, text: str, kind: str, places: list[int]) -> Notice:
    times = f", {len(places)} times" if len(places) > 1 else ""
    return make_notice(Code.FURNITURE, Where(file, places[0]), text=text, kind=f"{kind}{times}")


def _join_call_brackets(root: etree._Element) -> None:
    """Add the brackets of an Arabic call, "(1)", to its number: that is the call as printed."""
    for note in list(root.iter("{*}authorialNote")):
        before, after = note.getprevious(), note.getnext()
        if before is None or after is None or (before.tail or "").strip() or (note.tail or "").strip():
            continue
        if all(local_name(e) in ("sup", "span") and _element_words(e) in ("(", ")") for e in (before, after)):
            set_aside(before, "bracket of a call")
            set_aside(after, "bracket of a call")
            note.set("marker", f"({note.get('marker', '').strip()})")


def _find_repeated_note_numbers(root: etree._Element) -> list[FoundDefect]:
    """Set aside the number at the beginning of a note, which the call prints already."""
    defects: list[FoundDefect] = []
    for note in root.iter("{*}authorialNote"):
        marker = note.get("marker", "").strip()
        for p in list(named_children(note, "p"))[:1]:
            first = next((c for c in p if local_name(c)), None)
            begins_with_element = not (p.text or "").strip()
            if (
                marker
                and begins_with_element
                and first is not None
                and local_name(first) == "sup"
                and _element_words(first) == marker
            ):
                defects.append((note.sourceline or 0, marker, "repeated note number"))
                set_aside(first, "repeated note number")
            elif marker and (own_number := re.match(rf"\s*{re.escape(marker)}\t", p.text or "")):
                defects.append((note.sourceline or 0, marker, "repeated note number"))
                set_text_aside(p, own_number.end(), "repeated note number")
    return defects


def _find_stray_brackets(root: etree._Element) -> list[FoundDefect]:
    """Set aside an empty pair of brackets before a note, where its number stood."""
    defects: list[FoundDefect] = []
    for note in root.iter("{*}authorialNote"):
        for p in list(named_children(note, "p"))[:1]:
            if stray := EMPTY_BRACKETS.match(p.text or ""):
                defects.append((note.sourceline or 0, stray[0], "stray bracket"))
                set_text_aside(p, stray.end(), "stray bracket")
            elif pair := _find_styled_brackets(p):
                defects.append((note.sourceline or 0, "".join(map(_element_words, pair)), "stray bracket"))
                for element in pair:
                    set_aside(element, "stray bracket")
    return defects


def _find_styled_brackets(p: etree._Element) -> list[etree._Element]:
    """Return the elements at the beginning of a paragraph that hold only "()": one in bold, or one a bracket."""
    brackets, text_before, elements = "", p.text or "", []
    for child in p:
        if text_before.strip() or not local_name(child) or not _element_words(child) or len(brackets) > 1:
            break
        elements.append(child)
        brackets, text_before = brackets + _element_words(child), child.tail or ""
        if EMPTY_BRACKETS.fullmatch(brackets):
            return elements
    return []


def _find_doubled_counts(root: etree._Element) -> list[FoundDefect]:
    """Set aside a count of votes against beside another count: 0, or the same, where the sentence has words."""
    defects: list[FoundDefect] = []
    for count in list(root.iter("{*}quantity")):
        before, after = count.getprevious(), count.getnext()
        adjacent = [before] if before is not None and not (before.tail or "").strip() else []
        adjacent += [after] if after is not None and not (count.tail or "").strip() else []
        adjacent_counts = [_element_words(e) for e in adjacent if local_name(e) == "quantity"]
        if (
            adjacent_counts
            and count.get("refersTo", "").lstrip("#") == "against"
            and _element_words(count) in ("0", *adjacent_counts)
        ):
            defects.append((count.sourceline or 0, _element_words(count), "count that the sentence says in words"))
            set_aside(count, "count that the sentence says in words")
    return defects


def _find_printed_rules(root: etree._Element) -> list[FoundDefect]:
    """Set aside a paragraph of low lines or dashes outside tables: it is a rule and no text."""
    defects: list[FoundDefect] = []
    for p in list(root.iter("{*}p")):
        parent = p.getparent()
        if PRINTED_RULE.fullmatch(_element_words(p)) and parent is not None and local_name(parent) != "td":
            defects.append((p.sourceline or 0, _element_words(p), "printed rule"))
            set_aside(p, "printed rule")
    return defects


def _find_repeated_headings(root: etree._Element) -> list[FoundDefect]:
    """Set aside a heading that the first paragraph of its section prints again."""
    defects: list[FoundDefect] = []
    for heading in list(root.iter("{*}heading", "{*}subheading")):
        words = fold(_element_words(heading))
        if words and words in (fold(_join_following_words(heading)), fold(_next_paragraph_words(heading))):
            defects.append((heading.sourceline or 0, _element_words(heading), "repeated heading"))
            set_aside(heading, "repeated heading")
    return defects


def _find_repeated_numbers(root: etree._Element) -> list[FoundDefect]:
    """Set aside the number of a resolution where its title begins with it again, or what a title keeps of it."""
    defects: list[FoundDefect] = []
    for number in list(root.iter("{*}docNumber")):
        title = number.getnext()
        if title is None or local_name(title) != "docTitle":
            continue
        printed, begin = _element_words(number), NUMBER_OF_TITLE.match(_element_words(title))
        first = next((e for e in title.iter("{*}*") if (e.text or "").strip()), title)
        if not begin or not printed.startswith(begin[1]):
            continue
        if begin[1] == printed:
            defects.append((title.sourceline or 0, begin[1], "repeated number"))
            set_aside(number, "repeated number")
        elif (first.text or "").strip() == begin[1]:
            defects.append((title.sourceline or 0, begin[1], "rest of the number"))
            set_text_aside(first, len(first.text or ""), "rest of the number")
    return defects


def _find_repeated_lines(root: etree._Element) -> list[FoundDefect]:
    """Set aside a line of the text that has the words of the committee line above it, or of the meeting below it.

    The order of the words does not count, nor brackets: those of right-to-left text were turned round.
    """
    defects: list[FoundDefect] = []
    for kind, words, line in _list_neighbour_lines(root):
        if words and words == _sort_words(line):
            defects.append((line.sourceline or 0, _element_words(line), kind))
            set_aside(line, kind)
    return defects


def _list_neighbour_lines(root: etree._Element) -> Iterator[tuple[str, list[str], etree._Element]]:
    """Yield the first and the last line of the text, each after the words that may stand there once more."""
    lines = [
        line
        for body in root.iter("{*}preamble", "{*}mainBody")
        for line in body.iter("{*}p", "{*}heading", "{*}subheading")
    ]
    proponent = next(root.iter("{*}docProponent"), None)
    if lines and proponent is not None:
        yield "repeated committee line", _sort_words(proponent), lines[0]
    meeting = next(
        (
            e
            for e in root.iter("{*}inline", "{*}location")
            if MEETING_NAME in (e.get("name"), e.get("refersTo", "")[1:])
        ),
        None,
    )
    if lines and meeting is not None:
        yield "repeated meeting line", _sort_words(meeting), lines[-1]


def _sort_words(element: etree._Element) -> list[str]:
    return sorted(fold(word) for word in BRACKETS.sub(" ", _element_words(element)).split())


def _join_following_words(heading: etree._Element) -> str:
    """Return the number and words after a heading in the same paragraph; "" outside a paragraph."""
    parent = heading.getparent()
    is_in_paragraph = parent is not None and local_name(parent) == "paragraph"
    return "".join(map(_element_words, heading.itersiblings("{*}num", "{*}content"))) if is_in_paragraph else ""


def _next_paragraph_words(heading: etree._Element) -> str:
    """Return the number and words of the paragraph after a section's heading; "" for none."""
    after = heading.getnext()
    if after is None or local_name(after) != "paragraph":
        return ""
    return "".join(map(_element_words, named_children(after, "num", "content", "heading", "subheading")))


def _element_words(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()
