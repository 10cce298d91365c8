"""What a paragraph without a number is: preambular, the single operative one, a heading, or plain words."""

from __future__ import annotations

import re
from dataclasses import replace

from engross.marker import count, marker_at
from engross.model import Block, Heading, Inline, LineBreak, Note, Paragraph, Role, Style, Styled
from engross.structure.akn.markers import lone_marker
from engross.structure.hang import ends, is_point, kind_of, last_words
from engross.text import INVISIBLE, fold, spell
from engross.walk import inlines_of

RANKS = {"HCh": 1, "HM": 1, "H1": 2, "H23": 3, "H4": 4, "H56": 5}
UN_STYLE = re.compile(rf"({'|'.join(RANKS)})(?:G[AC]?)?")  # Geneva's end in G, Arabic and Chinese ones in GA and GC
HEADING, SUBHEADING = 2, 3  # ranks of the elements where no class says more
PREAMBULAR_END = (",", "，", "、", "،")
SENTENCE_END = tuple('.;:。；：!?！？؛؟…”"»')
OPERATIVE_END = tuple(".;:。；：؛")
APART = (Style.BOLD, Style.ITALIC, Style.UNDERLINE)


def rank_of(style: str) -> int | None:
    """The rank that a UN style gives a heading, 1 to 5; None for a style of plain text."""
    found = UN_STYLE.fullmatch(style)
    return RANKS[found[1]] if found else None


def numbered_role(number: str) -> Role:
    """What a numbered paragraph is: its number tells a point from a paragraph, and a note under a table from both."""
    if kind_of(number) == "star" or (len(number) == 1 and number.isalpha()):
        return Role.PLAIN
    return Role.POINT if is_point(number) else Role.OPERATIVE


def unnumbered(block: Block) -> Block:
    """What a paragraph without a number is, by its end, its lead words, its look and its indent.

    Two tabs, or all words set apart, and no closing mark: a heading. Lead words, and a comma at the end: preambular;
    another mark: the single operative paragraph, which bears no number (Editorial Manual, res-dec-draft-edit).
    Anything else stays plain.
    """
    if not isinstance(block, Paragraph) or block.role is not Role.PLAIN:
        return block
    words = spell(block.content, calls=False).translate(INVISIBLE)
    end = (words.strip().rstrip('”»"') if _indented(words) else words.strip())[-1:]
    closed = end in SENTENCE_END + PREAMBULAR_END
    if kind_of(block.number) in ("section", "capital") and not closed:
        return Heading(SUBHEADING, block.content, block.number, where=block.where)
    if kind_of(block.number) == "number" or block.number.isdecimal():
        return Paragraph(Role.OPERATIVE, block.content, block.number, block.children, where=block.where)
    if block.number:
        return block
    if not closed and end and not block.children and (_indented(words) or _all_apart(block.content)):
        return Heading(SUBHEADING, block.content, where=block.where)
    if not _leads(block.content):
        return block
    role = Role.PREAMBULAR if end in PREAMBULAR_END else Role.OPERATIVE
    return Paragraph(role, block.content, "", block.children, where=block.where)


def _indented(words: str) -> bool:
    return words.lstrip(" \n").startswith("\t\t")


def _spoken(content: tuple[Inline, ...]) -> list[Inline]:
    return [item for item in content if fold(spell((item,), calls=False))]


def _all_apart(content: tuple[Inline, ...]) -> bool:
    return all(isinstance(item, Styled) and item.style in APART for item in _spoken(content))


def _leads(content: tuple[Inline, ...]) -> bool:
    """Whether a run begins with words set apart, as lead words are, and goes on otherwise."""
    run = _spoken(content)
    apart = bool(run) and isinstance(run[0], Styled) and run[0].style in (Style.BOLD, Style.ITALIC)
    return apart and any(not isinstance(item, Note | LineBreak) for item in run[1:])


def is_empty(block: Block) -> bool:
    """Whether a block says nothing: no number, no words, no note."""
    if not isinstance(block, Paragraph | Heading) or block.number:
        return False
    if isinstance(block, Paragraph) and block.children:
        return False
    return not fold(spell(block.content)) and not _notes(block.content)


def join_numbers(blocks: list[Block]) -> list[Block]:
    """Numbers that stand alone join what follows: a section's its heading, a point's its words."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(last, Heading) and isinstance(block, Heading) and not block.number and _bare(last):
            number = last.number or spell(last.content).translate(INVISIBLE).strip()
            joined[-1] = Heading(block.rank, block.content, number, where=last.where)
        elif isinstance(block, Paragraph) and block.role is Role.PLAIN and not block.number and _lone(last):
            number = lone_marker(last.content)  # type: ignore[union-attr]
            joined[-1] = Paragraph(numbered_role(number), block.content, number, block.children, where=block.where)
        else:
            joined.append(block)
    return joined


def _notes(content: tuple[Inline, ...]) -> bool:
    return any(isinstance(item, Note) for item in inlines_of(content))


def _bare(heading: Heading) -> bool:
    words = spell(heading.content).translate(INVISIBLE).strip()
    if _notes(heading.content):
        return False
    if heading.number:
        return not words
    found = marker_at(words)
    return found is not None and found.lastgroup in ("section", "capital") and found.end() == len(words)


def _lone(block: Block | None) -> bool:
    """Whether a block is only the marker of a point, or the number of a paragraph."""
    if not isinstance(block, Paragraph) or block.number or block.children or block.role is not Role.PLAIN:
        return False
    number = lone_marker(block.content) if not _notes(block.content) else ""
    return bool(number) and (is_point(number) or kind_of(number) == "number")


def operative_end(body: list[Block]) -> list[Block]:
    """A body whose preamble ends with operative paragraphs: they end as those do, and no paragraph 1 follows."""
    out = list(body)
    after = next((n for n, b in enumerate(out) if _role(b) not in (Role.ENACTING, Role.PREAMBULAR)), len(out))
    first = out[after] if after < len(out) else None
    if isinstance(first, Paragraph) and count(first.number) == 1:
        return out
    for n in range(after - 1, 0, -1):
        block = out[n]
        if not isinstance(block, Paragraph) or not ends(last_words(block), OPERATIVE_END):
            break
        out[n] = replace(block, role=Role.OPERATIVE)
    return out


def _role(block: Block) -> Role | None:
    return block.role if isinstance(block, Paragraph) else None
