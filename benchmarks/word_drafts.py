"""Measure readings of drafts: ``python -m benchmarks.word_drafts XML-FOLDER … [--every 20]``.

Every ``--every``-th official XML file under the folders is written as Word files as people hold drafts, each in another
habit: without styles, without words set apart, in lists that Word counts, with other markers, with marks left out
at the ends of paragraphs, with breaks instead of paragraphs. Each is read; a paragraph or heading of the XML is read
wrongly if no block of the reading has its words, its role and its depth. Prints, for each habit, how many are, how many
of them are told (``role-doubtful``), and how many notices speak of what is right; then what is confused most.
"""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from multiprocessing import Pool
from pathlib import Path
from zlib import crc32

from lxml import etree

from benchmarks.sources import reading_of
from benchmarks.wordfile import COUNTED, PLAIN, word_file
from benchmarks.wordpackage import Element, make, named
from engross.model.notice import Code, Refusal
from engross.model.reading import Overrides, Reading
from engross.model.text import fold, spell_inlines
from engross.model.tree import (
    NOWHERE,
    Block,
    Heading,
    Inline,
    Paragraph,
    Resolution,
    Role,
    Source,
    Style,
    Styled,
    Text,
    Where,
)
from engross.model.walk import join_inlines, rewrite_resolution
from engross.passes import run_passes
from engross.readers import structure

DOCUMENT = "word/document.xml"
CONFUSED = 12  # pairs of roles shown
SLOPPY = 5  # one paragraph in so many has another mark at its end, or none
OTHER_MARKS = {
    ",": (";", ".", ""),
    ";": (",", ".", ""),
    ".": (";", ""),
    "，": ("；", "。"),
    "；": ("。", "，"),
    "،": ("؛",),
}
FEW_CHARACTERS = 60  # of folded words, by which a block is found again


@dataclass(frozen=True)
class Habit:
    """How people write a draft: changes to the text, the manner of ``wordfile``, changes to its document."""

    name: str
    change_blocks: tuple[Callable[[Block], Block], ...] = ()
    looks: Mapping[Style, Style | None] = field(default_factory=dict)  # what styles are written as; None: as nothing
    manner: str = PLAIN
    change_document: tuple[Callable[[Element, frozenset[str]], None], ...] = ()


def close_markers(block: Block) -> Block:
    """Return a paragraph with "1)" for its "1.", and "a)" for its "(a)"."""
    if isinstance(block, Paragraph) and block.number.isascii() and block.number:
        return replace(block, number=block.number.strip("(). -") + ")")
    return block


def dot_markers(block: Block) -> Block:
    """Return a point with "a." for its "(a)"."""
    if isinstance(block, Paragraph) and block.number.isascii() and block.number:
        return replace(block, number=block.number.strip("(). -") + ".")
    return block


def drop_number(block: Block) -> Block:
    """Return an operative paragraph without its number."""
    is_operative = isinstance(block, Paragraph) and block.role is Role.OPERATIVE
    return replace(block, number="") if is_operative and isinstance(block, Paragraph) else block


def capitalise_heading(block: Block) -> Block:
    """Return a heading in capitals."""
    if not isinstance(block, Heading):
        return block
    return replace(block, content=tuple(Text(i.text.upper()) if isinstance(i, Text) else i for i in block.content))


def change_end(block: Block) -> Block:
    """Return a paragraph, one in ``SLOPPY`` of them with another mark at its end than the right one, or none."""
    last = block.content[-1] if isinstance(block, Paragraph) and block.content else None
    if not isinstance(last, Text) or not isinstance(block, Paragraph) or block.role is Role.ENACTING:
        return block
    draw = crc32(last.text.encode())
    marks = OTHER_MARKS.get(last.text[-1:], ())
    if draw % SLOPPY or not marks:
        return block
    return replace(block, content=(*block.content[:-1], Text(last.text[:-1] + marks[draw // SLOPPY % len(marks)])))


def drop_styles(document: Element, _: frozenset[str]) -> None:
    """Take the styles from all paragraphs; headings become bold, as those of PLAIN are."""
    for style in [*document.iter(named("pStyle"))]:
        if (style.get(named("val")) or "").startswith("H"):
            for run in (run for one in style.iterancestors(named("p")) for run in one.iter(named("r"))):
                properties = run.find(named("rPr"))
                if properties is not None and properties.find(named("b")) is None:
                    properties.insert(0, make("b"))
        _remove(style)


def centre_headings(document: Element, headings: frozenset[str]) -> None:
    """Centre the headings of the text."""
    for paragraph in _list_headings(document, headings):
        properties = paragraph.find(named("pPr"))
        if properties is not None and properties.find(named("jc")) is None:
            properties.append(make("jc", val="center"))


def thin_headings(document: Element, headings: frozenset[str]) -> None:
    """Take the bold letters from the headings of the text."""
    for paragraph in _list_headings(document, headings):
        for bold in [*paragraph.iter(named("b"), named("bCs"))]:
            _remove(bold)


def slope_headings(document: Element, headings: frozenset[str]) -> None:
    """Set the headings of the text in italic."""
    for paragraph in _list_headings(document, headings):
        for bold in [*paragraph.iter(named("b"))]:
            if (parent := bold.getparent()) is not None:
                parent.replace(bold, make("i"))


def type_spaces(document: Element, _: frozenset[str]) -> None:
    """Type a space where there is a tab, none at the beginning of a paragraph."""
    for tab in [*document.iter(named("tab"))]:
        run = tab.getparent()
        if run is not None and run.tag == named("r"):
            text = make("t")
            text.text = " "
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.replace(tab, text)


def break_paragraphs(document: Element, headings: frozenset[str]) -> None:
    """Join paragraphs that are no headings by breaks, up to four together."""
    whole = set(map(id, _list_headings(document, headings)))
    body = document.find(named("body"))
    first: Element | None = None
    count = 0
    for element in [*(body if body is not None else ())]:
        words = _spell(element)
        is_clause = element.tag == named("p") and id(element) not in whole and not element.findall(f".//{named('b')}")
        if not is_clause or not words or len(words) < FEW_CHARACTERS:
            first = None
        elif first is None or count > 2:
            first, count = element, 0
        else:
            first.append(make("r", make("br")))
            first.extend([one for one in element if one.tag != named("pPr")])
            _remove(element)
            count += 1


def _remove(element: Element) -> None:
    if (parent := element.getparent()) is not None:
        parent.remove(element)


def _list_headings(document: Element, headings: frozenset[str]) -> list[Element]:
    return [one for one in document.iter(named("p")) if _spell(one) in headings]


def _spell(paragraph: Element) -> str:
    return fold("".join(one.text or "" for one in paragraph.iter(named("t"))))


UNDERLINED = {Style.LEAD: Style.UNDERLINE}
BARE = dict.fromkeys((Style.LEAD, Style.ITALIC, Style.BOLD, Style.UNDERLINE), None)
HABITS = (
    Habit("typed"),
    Habit("bare", looks=BARE),
    Habit("underlined", looks=UNDERLINED, change_document=(centre_headings,)),
    Habit("bold leads", looks={Style.LEAD: Style.BOLD}),
    Habit("centred", change_document=(centre_headings, thin_headings)),
    Habit("italic heads", change_document=(slope_headings,)),
    Habit("capitals", (capitalise_heading,), change_document=(thin_headings,)),
    Habit("listed", manner=COUNTED, change_document=(drop_styles,)),
    Habit("listed bare", looks=BARE, manner=COUNTED, change_document=(drop_styles,)),
    Habit("spaces", change_document=(type_spaces,)),
    Habit("closed", (close_markers,)),
    Habit("closed bare", (close_markers,), looks=BARE),
    Habit("dotted", (dot_markers,)),
    Habit("unnumbered", (drop_number,)),
    Habit("sloppy", (change_end,)),
    Habit("sloppy bare", (change_end,), looks=BARE),
    Habit("sloppy unnumbered", (change_end, drop_number)),
    Habit("breaks", change_document=(break_paragraphs,)),
)


def write_draft(resolution: Resolution, habit: Habit) -> tuple[Resolution, bytes]:
    """Return a resolution as someone with a habit has it, and its Word file."""
    draft = _rewrite(resolution, habit)
    data = word_file(draft, habit.manner)
    if habit.change_document:
        headings = frozenset(
            fold(f"{block.number}{spell_inlines(block.content, calls=False)}")
            for _, block in _list_blocks(draft)
            if isinstance(block, Heading)
        )
        data = _change_document(data, habit, headings)
    return draft, data


def _rewrite(resolution: Resolution, habit: Habit) -> Resolution:
    def dress(content: tuple[Inline, ...], _: Where = NOWHERE) -> tuple[Inline, ...]:
        return join_inlines(tuple(_dress(content, habit.looks)))

    dressed = rewrite_resolution(resolution, dress) if habit.looks else resolution
    parts = tuple(
        replace(
            part,
            body=_change_blocks(part.body, habit),
            annexes=tuple(replace(annex, blocks=_change_blocks(annex.blocks, habit)) for annex in part.annexes),
        )
        for part in dressed.parts
    )
    return replace(dressed, parts=parts)


def _dress(content: Iterable[Inline], looks: Mapping[Style, Style | None]) -> Iterator[Inline]:
    for item in content:
        if not isinstance(item, Styled):
            yield item
            continue
        look, inner = looks.get(item.style, item.style), tuple(_dress(item.content, looks))
        yield from (Styled(look, inner),) if look else inner


def _change_blocks(blocks: Iterable[Block], habit: Habit) -> tuple[Block, ...]:
    return tuple(_change_block(block, habit) for block in blocks)


def _change_block(block: Block, habit: Habit) -> Block:
    for change in habit.change_blocks:
        block = change(block)
    return replace(block, children=_change_blocks(block.children, habit)) if isinstance(block, Paragraph) else block


def _change_document(data: bytes, habit: Habit, headings: frozenset[str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == DOCUMENT:
                root = etree.fromstring(part)
                for change in habit.change_document:
                    change(root, headings)
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(name, part)
    return out.getvalue()


def _list_blocks(resolution: Resolution) -> Iterator[tuple[int, Heading | Paragraph]]:
    """Yield the headings and paragraphs of a resolution in order, each with its depth."""
    for part in resolution.parts:
        for blocks in (part.body, part.closing, *(annex.blocks for annex in part.annexes)):
            yield from _list_inner_blocks(blocks, 0)


def _list_inner_blocks(blocks: Iterable[Block], depth: int) -> Iterator[tuple[int, Heading | Paragraph]]:
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield depth, block
        if isinstance(block, Paragraph):
            yield from _list_inner_blocks(block.children, depth + 1)


@dataclass
class Tally:
    """What was counted over readings: blocks, those read wrongly, those of them told, notices on what is right."""

    blocks: int = 0
    wrong: int = 0
    told: int = 0
    needless: int = 0
    confused: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add the counts of another."""
        self.blocks, self.wrong = self.blocks + other.blocks, self.wrong + other.wrong
        self.told, self.needless = self.told + other.told, self.needless + other.needless
        self.confused.update(other.confused)
        self.examples += other.examples


def name_block(depth: int, block: Heading | Paragraph) -> str:
    """Return the role and the depth of a block."""
    role = "heading" if isinstance(block, Heading) else block.role.value
    return f"{role}{depth or ''}"


def count_wrong_blocks(draft: Resolution, reading: Reading) -> Tally:
    """Lay the blocks of a draft beside those of its reading."""
    read: dict[str, list[tuple[str, int]]] = {}
    for depth, block in _list_blocks(reading.resolution):
        read.setdefault(_spell_key(block), []).append((name_block(depth, block), block.where.line))
    told = Counter(n.where.line for n in reading.notices if n.code is Code.ROLE_DOUBTFUL)
    tally, wrong_lines = Tally(), set[int]()
    for depth, block in _list_blocks(draft):
        right = name_block(depth, block)
        taken, line = (read.get(_spell_key(block)) or [("nothing", -1)]).pop(0)
        tally.blocks += 1
        if taken != right:
            tally.wrong += 1
            tally.confused[f"{right} taken for {taken}"] += 1
            tally.told += bool(told[line])
            tally.examples.append(f"{right} > {taken}: {block.number} {spell_inlines(block.content)[:70]!r}")
            wrong_lines.add(line)
    tally.needless = sum(count for line, count in told.items() if line not in wrong_lines)
    return tally


def _spell_key(block: Heading | Paragraph) -> str:
    words = spell_inlines(block.content, calls=False)
    return fold(block.number + words)[:FEW_CHARACTERS]


def measure_file(official: Path) -> list[tuple[str, str, Tally]]:
    """Write an official file in every habit, and read each; return the tallies, none for those refused."""
    resolution = reading_of(official).resolution
    out = []
    for habit in HABITS:
        draft, data = write_draft(resolution, habit)
        source = Source(f"{official.stem}.docx", "", "docx", data, "")
        try:
            reading = run_passes(structure(source, Overrides(symbol=str(resolution.symbol))))
        except Refusal:
            out.append((habit.name, resolution.language, Tally(1, 1, 0, 0, Counter({"refused": 1}))))
            continue
        tally = count_wrong_blocks(draft, reading)
        tally.examples = [f"{official.stem}: {one}" for one in tally.examples]
        out.append((habit.name, resolution.language, tally))
    return out


def main(given: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.word_drafts", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="folders of official XML, searched whole")
    parser.add_argument("--every", type=int, default=20, help="only every n-th file")
    parser.add_argument("--offset", type=int, default=0, help="the first file")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--examples", type=Path, help="where each block read wrongly is named")
    options = parser.parse_args(given)
    files = sorted(path for folder in options.folders for path in folder.rglob("*.xml"))[
        options.offset :: options.every
    ]
    tallies: dict[str, Tally] = {}
    lines: list[str] = []
    with Pool(options.jobs) as pool:
        for results in pool.imap(measure_file, files):
            for name, language, tally in results:
                for key in (name, f"  {language}", "all"):
                    tallies.setdefault(key, Tally()).add(replace(tally, examples=[]))
                lines += [f"{name}: {one}" for one in tally.examples]
    print(f"{len(files)} files\n{'':18}{'blocks':>8}{'wrong':>8}{'%':>8}{'told':>8}{'needless':>10}")
    for key, tally in tallies.items():
        share = 100 * tally.wrong / max(1, tally.blocks)
        print(f"{key:18}{tally.blocks:8}{tally.wrong:8}{share:8.2f}{tally.told:8}{tally.needless:10}")
    for key, tally in tallies.items():
        if not key.startswith(" "):
            print(
                f"{key}: "
                + "; ".join(f"{n} {pair}" for pair, n in tally.confused.most_common(CONFUSED if key == "all" else 4))
            )
    if options.examples:
        options.examples.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
