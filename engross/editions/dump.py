"""Write a reading as plain lines: the structure as understood, with the notices in place."""

from __future__ import annotations

from collections.abc import Iterator

from engross.model.notice import Notice
from engross.model.reading import Reading
from engross.model.text import masthead_lines
from engross.model.tree import (
    Block,
    Citation,
    Heading,
    Inline,
    LineBreak,
    Note,
    PageBreak,
    Part,
    Resolution,
    Style,
    Styled,
    Table,
    Text,
)
from engross.model.walk import inlines_of, inner_blocks_of


def dump_reading(reading: Reading) -> str:
    """Return the structure of a document, a line for each block: id, number, words; its notes and notices under it."""
    lines = [*_dump_head(reading.resolution), *_dump_parts(reading.resolution), *_dump_ledger_sums(reading)]
    by_line = {n.where.line: [] for n in reading.notices}  # type: dict[int, list[Notice]]
    for notice in reading.notices:
        by_line[notice.where.line].append(notice)
    out: list[str] = []
    for line, text in lines:
        out.append(text)
        out += (_format_notice(notice) for notice in by_line.pop(line, ()))
    out += (_format_notice(notice) for notices in by_line.values() for notice in notices)
    return "\n".join(out) + "\n"


def _dump_head(resolution: Resolution) -> Iterator[tuple[int, str]]:
    facts = resolution.facts
    yield 0, f"{resolution.symbol}  ({resolution.organ}, {resolution.language})"
    labelled = {"adopted": facts.adopted, "meeting": facts.meeting, "session": facts.session, "job": facts.job_number}
    labelled |= {"agenda item": facts.agenda_item, "report": " ".join(map(str, facts.committee_report))}
    yield 1, "  " + ", ".join(f"{name} {value}" for name, value in labelled.items() if value)
    yield from ((0, f"  | {line}") for line in masthead_lines(resolution.masthead))
    if resolution.title:
        yield from _dump_title(resolution.number, resolution.title, 0)


def _dump_title(number: str, title: tuple[Inline, ...], line: int) -> Iterator[tuple[int, str]]:
    if number or title:
        yield line, f"{number} {' '.join(_spell_marked(title).split())}".strip()
    for note in (item for item in inlines_of(title) if isinstance(item, Note)):
        for paragraph in note.blocks:
            yield from _dump_block(paragraph, 2)


def _dump_parts(resolution: Resolution) -> Iterator[tuple[int, str]]:
    for part in resolution.parts:
        yield from _dump_title(part.number, part.title, part.where.line)
        yield from _dump_part(part)


def _dump_part(part: Part) -> Iterator[tuple[int, str]]:
    for block in (*part.body, *part.closing):
        yield from _dump_block(block, 0)
    for annex in part.annexes:
        yield annex.where.line, annex.id
        for block in annex.blocks:
            yield from _dump_block(block, 1)


def _dump_block(block: Block, depth: int) -> Iterator[tuple[int, str]]:
    if isinstance(block, Table):
        size = f"{len(block.rows)} rows of up to {max(map(len, block.rows))} cells"
        yield block.where.line, _format_line(block.id, depth, f"[table: {size}]")
    else:
        mark = "#" * block.rank if isinstance(block, Heading) else block.number
        number = f"{mark} {block.number}" if isinstance(block, Heading) and block.number else mark
        yield block.where.line, _format_line(block.id, depth, f"{number} {_spell_marked(block.content)}".strip())
        for note in (item for item in inlines_of(block.content) if isinstance(item, Note)):
            for paragraph in note.blocks:
                yield from _dump_block(paragraph, depth + 2)
    for child in inner_blocks_of(block):
        yield from _dump_block(child, depth + 1)


def _format_line(name: str, depth: int, text: str) -> str:
    return f"{'  ' * depth}{name:<12} {text}"


def _spell_marked(content: tuple[Inline, ...]) -> str:
    """Return a run with what was understood in it: *lead words*, calls as [^4], citations as <words = symbol>."""
    return "".join(map(_spell_inline, content))


def _spell_inline(item: Inline) -> str:
    match item:
        case Text(text):
            return text
        case Note(number):
            return f"[^{number}]"
        case Citation(inner, symbols):
            return f"<{_spell_marked(inner)} = {', '.join(map(str, symbols)) or '?'}>"
        case Styled(style, inner):
            return f"*{_spell_marked(inner)}*" if style is Style.LEAD else f"_{_spell_marked(inner)}_"
        case LineBreak():
            return " / "
        case PageBreak():
            return ""
        case _:
            return f"[{_spell_marked(item.content)}]({item.target})"


def _dump_ledger_sums(reading: Reading) -> Iterator[tuple[int, str]]:
    sums = ", ".join(f"{kind} {count}" for kind, count in reading.ledger.count_by_kind().items())
    yield 0, f"characters: {sums}"


def _format_notice(notice: Notice) -> str:
    return f"  ! {notice.severity.value} {notice.code.slug} ({notice.where}): {notice.message}; {notice.hint}"
