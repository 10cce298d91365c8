"""A Reading to plain lines: the structure as the machine understood it, with the notices in place."""

from __future__ import annotations

from collections.abc import Iterator

from engross.model import (
    Block,
    Citation,
    Heading,
    Inline,
    LineBreak,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Resolution,
    Style,
    Styled,
    Table,
    Text,
)
from engross.notice import Notice
from engross.reading import Reading
from engross.text import mast_lines
from engross.walk import inlines_of


def show(reading: Reading) -> str:
    """The structure of a document, a line a block: its id, its number, its words; notes and notices under it."""
    lines = [*_head(reading.resolution), *_parts(reading.resolution), *_rest(reading)]
    said = {n.where.line: [] for n in reading.notices}  # type: dict[int, list[Notice]]
    for one in reading.notices:
        said[one.where.line].append(one)
    out: list[str] = []
    for line, text in lines:
        out.append(text)
        out += (_notice(one) for one in said.pop(line, ()))
    out += (_notice(one) for rest in said.values() for one in rest)
    return "\n".join(out) + "\n"


def _head(resolution: Resolution) -> Iterator[tuple[int, str]]:
    facts = resolution.facts
    yield 0, f"{resolution.symbol}  ({resolution.organ}, {resolution.language})"
    known = {"adopted": facts.adopted, "meeting": facts.meeting, "session": facts.session, "job": facts.job_number}
    known |= {"agenda item": facts.agenda_item, "report": " ".join(map(str, facts.committee_report))}
    yield 1, "  " + ", ".join(f"{name} {value}" for name, value in known.items() if value)
    yield from ((0, f"  | {line}") for line in mast_lines(resolution.masthead))
    if resolution.title:
        yield from _title(resolution.number, resolution.title, 0)


def _title(number: str, title: tuple[Inline, ...], line: int) -> Iterator[tuple[int, str]]:
    if number or title:
        yield line, f"{number} {' '.join(_words(title).split())}".strip()
    for note in (item for item in inlines_of(title) if isinstance(item, Note)):
        for paragraph in note.blocks:
            yield from _block(paragraph, 2)


def _parts(resolution: Resolution) -> Iterator[tuple[int, str]]:
    for part in resolution.parts:
        yield from _title(part.number, part.title, part.where.line)
        yield from _part(part)


def _part(part: Part) -> Iterator[tuple[int, str]]:
    for block in (*part.body, *part.closing):
        yield from _block(block, 0)
    for annex in part.annexes:
        yield annex.where.line, annex.id
        for block in annex.blocks:
            yield from _block(block, 1)


def _block(block: Block, depth: int) -> Iterator[tuple[int, str]]:
    if isinstance(block, Table):
        size = f"{len(block.rows)} rows of up to {max(map(len, block.rows))} cells"
        yield block.where.line, _line(block.id, depth, f"[table: {size}]")
        inner = [b for row in block.rows for cell in row for b in cell.blocks]
    else:
        mark = "#" * block.rank if isinstance(block, Heading) else block.number
        number = f"{mark} {block.number}" if isinstance(block, Heading) and block.number else mark
        yield block.where.line, _line(block.id, depth, f"{number} {_words(block.content)}".strip())
        inner = list(block.children) if isinstance(block, Paragraph) else []
        for note in (item for item in inlines_of(block.content) if isinstance(item, Note)):
            for paragraph in note.blocks:
                yield from _block(paragraph, depth + 2)
    for child in inner:
        yield from _block(child, depth + 1)


def _line(name: str, depth: int, text: str) -> str:
    return f"{'  ' * depth}{name:<12} {text}"


def _words(content: tuple[Inline, ...]) -> str:
    """A run with what was understood in it: *lead words*, calls as [^4], citations as <words = symbol>."""
    return "".join(map(_inline, content))


def _inline(item: Inline) -> str:
    match item:
        case Text(text):
            return text
        case Note(number):
            return f"[^{number}]"
        case Citation(inner, symbols):
            return f"<{_words(inner)} = {', '.join(map(str, symbols)) or '?'}>"
        case Styled(style, inner):
            return f"*{_words(inner)}*" if style is Style.LEAD else f"_{_words(inner)}_"
        case LineBreak():
            return " / "
        case PageBreak():
            return ""
        case _:
            return f"[{_words(item.content)}]({item.target})"


def _rest(reading: Reading) -> Iterator[tuple[int, str]]:
    sums = ", ".join(f"{kind} {count}" for kind, count in reading.ledger.sums().items())
    yield 0, f"characters: {sums}"


def _notice(one: Notice) -> str:
    return f"  ! {one.severity.value} {one.code.slug} ({one.where}): {one.message}; {one.hint}"
