"""What the official files print twice, or leave behind, is marked as furniture before anything is read.

Each repair is one defect of the series (un-documents: health of the official XML); each is reported.
"""

from __future__ import annotations

import re

from lxml import etree

from engross.model import Where
from engross.notice import Code, Notice, notice
from engross.structure.akn.marks import set_aside, set_text_aside
from engross.structure.akn.tree import children, local
from engross.text import fold

RULE = re.compile(r"[_‗—–]{4,}")
Found = tuple[int, str, str]  # line, text, kind
STRAY = re.compile(r"\s*\(\s*\)\s*")


def repair(root: etree._Element, file: str) -> tuple[Notice, ...]:
    """Mark the furniture in the tree; what was marked, as one notice for each kind and text, at its first place."""
    found = [*_note_numbers(root), *_stray_brackets(root), *_repeated_headings(root)]
    found += [*_doubled_counts(root), *_printed_rules(root)]
    _call_brackets(root)
    lines: dict[tuple[str, str], list[int]] = {}
    for line, text, kind in found:
        lines.setdefault((text.strip(), kind), []).append(line)
    return tuple(_said(file, text, kind, places) for (text, kind), places in lines.items())


def _said(file: str, text: str, kind: str, places: list[int]) -> Notice:
    times = f", {len(places)} times" if len(places) > 1 else ""
    return notice(Code.FURNITURE, Where(file, places[0]), text=text, kind=f"{kind}{times}")


def _call_brackets(root: etree._Element) -> None:
    """The brackets of an Arabic call, "(1)", join its number: it is the call as printed."""
    for note in list(root.iter("{*}authorialNote")):
        before, after = note.getprevious(), note.getnext()
        if before is None or after is None or (before.tail or "").strip() or (note.tail or "").strip():
            continue
        if all(local(e) in ("sup", "span") and _words(e) in ("(", ")") for e in (before, after)):
            set_aside(before, "bracket of a call")
            set_aside(after, "bracket of a call")
            note.set("marker", f"({note.get('marker', '').strip()})")


def _note_numbers(root: etree._Element) -> list[Found]:
    """A note that begins with its own number, which the call prints already."""
    found: list[Found] = []
    for note in root.iter("{*}authorialNote"):
        marker = note.get("marker", "").strip()
        for p in list(children(note, "p"))[:1]:
            first = next((c for c in p if local(c)), None)
            bare = not (p.text or "").strip()
            if marker and bare and first is not None and local(first) == "sup" and _words(first) == marker:
                found.append((note.sourceline or 0, marker, "repeated note number"))
                set_aside(first, "repeated note number")
            elif marker and (own := re.match(rf"\s*{re.escape(marker)}\t", p.text or "")):
                found.append((note.sourceline or 0, marker, "repeated note number"))
                set_text_aside(p, own.end(), "repeated note number")
    return found


def _stray_brackets(root: etree._Element) -> list[Found]:
    """An empty pair of brackets before a note, where its number stood."""
    found: list[Found] = []
    for note in root.iter("{*}authorialNote"):
        for p in list(children(note, "p"))[:1]:
            if stray := STRAY.match(p.text or ""):
                found.append((note.sourceline or 0, "()", "stray bracket"))
                set_text_aside(p, stray.end(), "stray bracket")
            elif pair := _styled_brackets(p):
                found.append((note.sourceline or 0, "()", "stray bracket"))
                for element in pair:
                    set_aside(element, "stray bracket")
    return found


def _styled_brackets(p: etree._Element) -> list[etree._Element]:
    """The elements with nothing but an empty pair of brackets that a paragraph begins with: bold, or one for each."""
    said, before, first = "", p.text or "", []
    for child in p:
        if before.strip() or not local(child) or not _words(child) or len(said) > 1:
            break
        first.append(child)
        said, before = said + _words(child), child.tail or ""
        if STRAY.fullmatch(said):
            return first
    return []


def _doubled_counts(root: etree._Element) -> list[Found]:
    """A count of votes against that was put in beside another: 0, or the other's, where the sentence has words."""
    found: list[Found] = []
    for count in list(root.iter("{*}quantity")):
        before, after = count.getprevious(), count.getnext()
        beside = [before] if before is not None and not (before.tail or "").strip() else []
        beside += [after] if after is not None and not (count.tail or "").strip() else []
        others = [_words(e) for e in beside if local(e) == "quantity"]
        if others and count.get("refersTo", "").lstrip("#") == "against" and _words(count) in ("0", *others):
            found.append((count.sourceline or 0, _words(count), "count that the sentence says in words"))
            set_aside(count, "count that the sentence says in words")
    return found


def _printed_rules(root: etree._Element) -> list[Found]:
    """A line of low lines, which is a rule and no text."""
    found: list[Found] = []
    for p in list(root.iter("{*}p")):
        parent = p.getparent()
        if RULE.fullmatch(_words(p)) and parent is not None and local(parent) != "td":
            found.append((p.sourceline or 0, _words(p), "printed rule"))
            set_aside(p, "printed rule")
    return found


def _repeated_headings(root: etree._Element) -> list[Found]:
    """A heading of a section that the section's first paragraph prints again."""
    found: list[Found] = []
    for heading in list(root.iter("{*}heading", "{*}subheading")):
        said = fold(_words(heading))
        if said and said in (fold(_followers(heading)), fold(_next_paragraph(heading))):
            found.append((heading.sourceline or 0, _words(heading), "repeated heading"))
            set_aside(heading, "repeated heading")
    return found


def _followers(heading: etree._Element) -> str:
    """The number and words that stand after a heading in the same paragraph."""
    parent = heading.getparent()
    inside = parent is not None and local(parent) == "paragraph"
    return "".join(map(_words, heading.itersiblings("{*}num", "{*}content"))) if inside else ""


def _next_paragraph(heading: etree._Element) -> str:
    """The number and words of the paragraph after a section's heading."""
    after = heading.getnext()
    if after is None or local(after) != "paragraph":
        return ""
    return "".join(map(_words, children(after, "num", "content", "heading", "subheading")))


def _words(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()
