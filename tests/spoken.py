"""The words that a reader of tags speaks, from three sides: the model, our walk through the tags, and ``pdfinfo``.

All three give one list of words: calls and labels of notes stand apart, blocks begin words, and nothing else does.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from engross.grammars.language import Language
from engross.model.text import fold_characters
from engross.model.tree import (
    Block,
    Heading,
    Inline,
    LineBreak,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Resolution,
    Table,
    Text,
)
from tests.tagtree import Element

APART = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "TH", "TD", "LI", "Note", "Lbl", "Reference"}
MIRRORED = str.maketrans("()[]«»", ")(][»«")
FORWARD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9./:–-]*[A-Za-z0-9])?")  # runs from left to right within Arabic


def words(text: str, language: Language) -> list[str]:
    """Split a text into words; Chinese, written without spaces, is one word."""
    bare = fold_characters(text)
    return ["".join(bare.split())] if language.code == "zh" else bare.split()


def of_model(resolution: Resolution) -> str:
    """Return the text of a resolution's parts, each note at its call, or after the heading that calls it."""
    return " ".join(map(_part, resolution.parts))


def _part(part: Part) -> str:
    annexes = (block for annex in part.annexes for block in annex.blocks)
    return " ".join([part.number, *_run(part.title), *map(_block, (*part.body, *part.closing, *annexes))])


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return " ".join(_block(inner) for row in block.rows for cell in row for inner in cell.blocks)
    text, behind = _run(block.content, is_heading=isinstance(block, Heading))
    children = block.children if isinstance(block, Paragraph) else ()
    return " ".join([block.number, text, behind, *map(_block, children)])


def _run(content: Iterable[Inline], is_heading: bool = True) -> tuple[str, str]:
    """Return the text of a run, and the notes to follow it; these are in the text itself unless it is a heading."""
    text, behind = "", ""
    for item in content:
        match item:
            case Text(words_):
                text += words_
            case Note(number, blocks):
                note = f" {number} {' '.join(map(_block, blocks))} "
                text, behind = (
                    (f"{text} {number} ", behind + note) if is_heading else (f"{text} {number} {note}", behind)
                )
            case LineBreak():
                text += " "
            case PageBreak():
                pass
            case _:
                inner = _run(item.content, is_heading)
                text, behind = text + inner[0], behind + inner[1]
    return text, behind


def of_tree(element: Element) -> str:
    """Return the text of an element and all below it."""
    if element.actual:
        return element.actual
    text = "".join(of_tree(kid) if isinstance(kid, Element) else kid for kid in element.kids)
    return f" {text} " if element.role in APART else text


def by_pdfinfo(path: Path, turned: bool) -> Element:
    """Return the tree as ``pdfinfo -struct-text`` prints it; ``turned``: its lines are in visual order."""
    output = subprocess.run(["pdfinfo", "-struct-text", path], check=True, capture_output=True, text=True).stdout
    root = Element("")
    above = [root]
    for line in output.splitlines():
        depth = (len(line) - len(line.lstrip(" "))) // 2
        content = line.strip()
        del above[depth + 1 :]
        if content.startswith('"'):
            above[-1].kids.append(_logical(content[1:-1]) if turned else content[1:-1])
        elif content and not content.startswith(("Object ", "(No content")):
            above.append(Element(re.split(r"[ <]", content)[0]))
            above[-2].kids.append(above[-1])
    return root


def _logical(line: str) -> str:
    """Return a line of visual order in logical order: enough for words, figures and symbols, no inverse of UAX 9."""
    return FORWARD.sub(lambda found: found[0][::-1], line[::-1].translate(MIRRORED))
