"""Find the text that a resolution recommends to another organ: a draft with enacting words of its own, within it."""

from __future__ import annotations

from dataclasses import replace

from engross.grammars.language import Language
from engross.model.tree import Block, Heading, Paragraph, Role, Styled
from engross.readers.common.end_marks import COLONS, COMMAS
from engross.readers.lines.layout_habits import CLAUSE_END_MARKS, SHORT_LINE_SHARE, measure_line
from engross.readers.lines.lead_words import has_lead_words, mark_lead_words
from engross.readers.lines.lines import Line
from engross.readers.lines.paragraph_numbers import read_paragraph_number
from engross.readers.lines.parts import find_enacting_organs

QUOTATION_OPENERS = '“„«"「『'  # before each paragraph of a text that is quoted
TITLE_LINES = 8  # lines of a draft's title between the words that announce it and its enacting words, at most


def mark_enclosed_texts(lines: list[Line], lang: Language) -> list[Line]:
    """Mark the enacting words of enclosed texts, and where paragraphs begin around them.

    These are the draft's title, what stands below the enacting words, and the paragraph behind the enclosed text.
    """
    out = list(lines)
    width = max(map(measure_line, lines), default=0)
    for n in range(1, len(lines) - 1):
        announcing = _find_announcement(lines, n) if _is_enacting_line(lines[n], lang) else None
        if announcing is None and not _is_above_preamble(lines, n, width, lang):
            continue
        begins = [n, n + 1, *([] if announcing is None else [announcing + 1]), find_enclosed_end(lines, n)]
        for at in begins:
            out[at : at + 1] = [replace(line, begins=True) for line in out[at : at + 1]]
        out[n] = replace(out[n], encloses=True)
        out[n : begins[-1]] = map(mark_opener, out[n : begins[-1]]) if find_opener(lines[n]) else out[n : begins[-1]]
    return out


def find_opener(line: Line) -> int:
    """Return where what opens a quotation ends at the beginning of a line; 0 if none does."""
    return len(line.text) - len(line.text.lstrip(QUOTATION_OPENERS))


def mark_opener(line: Line) -> Line:
    """Return a line with what opens a quotation marked, if anything does: a paragraph begins with it."""
    opener = find_opener(line)
    return replace(line, opener=opener, begins=True) if opener else line


def _is_enacting_line(line: Line, lang: Language) -> bool:
    """Return whether a line is enacting words and nothing else."""
    opener = find_opener(line)
    bare = replace(line, text=line.text[opener:]) if opener else line
    return any(not remainder.strip("".join(COMMAS) + " ") for _, remainder in find_enacting_organs(bare, lang))


def _find_announcement(lines: list[Line], n: int) -> int | None:
    """Return the line with the colon that announces enacting words at ``n``; None for none.

    A title may stand between.
    """
    ends = (m for m in range(n - 1, max(n - 2 - TITLE_LINES, -1), -1) if lines[m].text.endswith(CLAUSE_END_MARKS))
    ending = next(ends, None)
    return ending if ending is not None and lines[ending].text.endswith(COLONS) else None


def _is_above_preamble(lines: list[Line], n: int, width: int, lang: Language) -> bool:
    """Return whether a line is enacting words with their comma, right above a preamble, that nothing is torn from.

    ``width``: of the widest line; words that fill it may go on with the line below.
    """
    is_torn = measure_line(lines[n - 1]) > SHORT_LINE_SHARE * width or lines[n - 1].text.endswith(COMMAS)
    is_enacting = lines[n].text.endswith(COMMAS) and _is_enacting_line(lines[n], lang)
    return is_enacting and not is_torn and has_lead_words(lines[n + 1].text, lang)


def find_enclosed_end(starts: list[Line], at: int) -> int:
    """Return where an enclosed text ends that begins at ``at``: at the next paragraph of the enclosing one, or its end.

    ``starts``: the first line of each paragraph, or all lines. The next paragraph has the number after that of the
    paragraph that announces the text, and not the enclosed text's next.
    """
    outer = next((number for line in reversed(starts[:at]) if (number := read_paragraph_number(line))), None)
    inner = 0
    for n in range(at + 1, len(starts)):
        number = read_paragraph_number(starts[n])
        if number and outer and number == outer + 1 and number != inner + 1:
            return n
        inner = number or inner
    return len(starts)


def restore_announcement(blocks: list[Block], lang: Language) -> list[Block]:
    """Make words right above an enclosed text a paragraph again that has lead words, though no mark ends them."""
    last = blocks[-1]
    if not isinstance(last, Heading) or last.number:
        return blocks
    content = mark_lead_words(last.content, lang)
    begins_apart = isinstance(content[0], Styled) and len(content) > 1  # by the source itself, or by the list of words
    return [*blocks[:-1], Paragraph(Role.OPERATIVE, content, where=last.where)] if begins_apart else blocks


def enclose_blocks(blocks: list[Block], enclosed: list[Block]) -> list[Block]:
    """Hang an enclosed text under the paragraph that announces it, which is operative; headings between go with it."""
    at = next((n for n in range(len(blocks) - 1, 0, -1) if isinstance(blocks[n], Paragraph)), 0)
    parent = blocks[at]
    if not at or not isinstance(parent, Paragraph) or not all(isinstance(b, Heading) for b in blocks[at + 1 :]):
        return [*blocks, *enclosed]
    role = Role.OPERATIVE if parent.role in (Role.PREAMBULAR, Role.PLAIN) else parent.role
    children = (*parent.children, *blocks[at + 1 :], *enclosed)
    return [*blocks[:at], replace(parent, role=role, children=children)]
