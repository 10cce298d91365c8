"""Measure readings of drafts: ``python -m benchmarks.word_drafts XML-FOLDER … [--every 20]``.

Every ``--every``-th official XML file under the folders is written as Word files as people hold drafts, each in another
habit: without styles, without words set apart, in lists that Word counts, with other markers, with marks left out
at the ends of paragraphs, with breaks instead of paragraphs. Each is read; a paragraph or heading of the XML is read
wrongly if no block of the reading has its words, its role and its depth. Prints, for each habit, how many are, how many
of them are told (``role-doubtful``), and how many notices speak of what is right; then what is confused most.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing import Pool
from pathlib import Path

from benchmarks.draft_habits import HABITS, write_draft
from benchmarks.sources import reading_of
from engross.model.notice import Code, Refusal
from engross.model.reading import Overrides, Reading
from engross.model.text import fold, spell_inlines
from engross.model.tree import (
    Block,
    Heading,
    Paragraph,
    Resolution,
    Source,
)
from engross.passes import run_passes
from engross.readers import structure

CONFUSED = 12  # pairs of roles shown
FEW_CHARACTERS = 60  # of folded words, by which a block is found again


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
