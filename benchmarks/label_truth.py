"""Make truths for the labels of lines: ``python -m benchmarks.label_truth OUT.jsonl --kept FOLDER --xml FOLDER``.

A truth is a text as the reader asks it for evidence, and what each of its lines is. Three kinds of sources give them:
editions and their texts (the folder that ``python -m benchmarks.sources --keep`` fills), each line laid beside the
paragraphs of the official XML; old texts of the Security Council beside ``tests/truths``, made by eye; the cases of
``tests/cases`` and the samples, which are right as they are read. A text that does not fit its truth whole is left out
and counted. ``python -m benchmarks.label_fit`` measures the table of weights by the truths, and fits it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

from benchmarks.label_file import Choice, LabelledText, write_truths
from benchmarks.sources import EXTRACTORS, FOLDERS, reading_of
from engross.grammars.language import Language
from engross.model.notice import Refusal
from engross.model.text import fold, spell_inlines
from engross.model.tree import Block, Heading, Paragraph, Role
from engross.readers.common.labels import Label, LineEvidence, Stage, find_next_stage
from engross.readers.lines import labelled_parts
from engross.readers.lines.lines import Line
from engross.readers.lines.paragraphs import LabelledParagraph, label_paragraphs
from tests.corpus import CORPUS

TESTS = Path(__file__).parent.parent / "tests"
CASES = ("structure", "notice")  # what of tests/cases has its expected outputs from whole readings
BLOCKS_AHEAD = 4  # of a truth, in which a line's paragraph is looked for: a table may hide some
FEW_CHARACTERS = 20  # of a beginning that are compared; a line of fewer might be anywhere in a paragraph
SPENT_SHARE = 0.85  # of a paragraph that lines before have, before a short line may begin the next
PLACED_SHARE = 0.97  # of a truth's paragraphs that must begin with a line, else the text is another
INNER_FIGURES = re.compile(r"(?<=\D)\d+")  # a text without layout has the marks of notes in its words
TRUTH_LINE = re.compile(r"\d+ (?P<role>[a-z]+) (?P<number>\S+) ?(?P<words>.*)")
UNLABELLED = ("note", "title", "closing", "annex", "table", "vote")
LABELLING = "label_paragraphs"  # the step of the reader that is listened to
# pdfminer gives the lines of Arabic in pieces, which cannot be laid beside a paragraph's words.
UNPLACED = "sources/pdfminer/ar"


@dataclass(frozen=True, slots=True)
class TrueBlock:
    """A paragraph or heading of a truth; ``words``: folded, behind its number, all of them if ``is_whole``."""

    role: str
    number: str
    words: str
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class _Source:
    """A source, and the truth that it is laid beside: an official XML, a truth made by eye, none for a case."""

    path: Path
    case: str
    truth: Path | None


@dataclass(frozen=True, slots=True)
class _Text:
    lines: Sequence[Line]
    stage: Stage
    paragraphs: list[LabelledParagraph]

    @property
    def evidence(self) -> tuple[LineEvidence, ...]:
        return tuple(line for paragraph in self.paragraphs for line in paragraph.evidence)

    @property
    def read(self) -> tuple[Choice, ...]:
        return tuple((line.label, line.begins) for paragraph in self.paragraphs for line in paragraph.choices)


def record_texts(path: Path) -> list[_Text]:
    """Read a file; return the texts whose lines the reader labelled. Raises Refusal."""
    texts: list[_Text] = []

    def record(lines: Sequence[Line], stage: Stage, enacting: int | None, lang: Language) -> list[LabelledParagraph]:
        paragraphs = label_paragraphs(lines, stage, enacting, lang)
        texts.append(_Text(lines, stage, paragraphs))
        return paragraphs

    setattr(labelled_parts, LABELLING, record)
    try:
        reading_of(path)
    finally:
        setattr(labelled_parts, LABELLING, label_paragraphs)
    return [text for text in texts if text.lines]


def list_blocks_of_xml(path: Path) -> list[TrueBlock]:
    """Return the paragraphs and headings of an official XML, in order."""
    parts = reading_of(path).resolution.parts
    return [
        block
        for part in parts
        for blocks in (part.body, *(annex.blocks for annex in part.annexes))
        for block in _list_blocks(blocks)
    ]


def _list_blocks(blocks: Iterable[Block]) -> Iterator[TrueBlock]:
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            role = "heading" if isinstance(block, Heading) else block.role.value
            yield TrueBlock(role, block.number, fold(block.number + spell_inlines(block.content, calls=False)))
        if isinstance(block, Paragraph) and block.role not in (Role.CLOSING, Role.VOTE):
            yield from _list_blocks(block.children)


def list_blocks_of_truth(path: Path) -> list[TrueBlock]:
    """Return the blocks of a truth made by eye, which has two words of each."""
    matches = (TRUTH_LINE.match(line) for line in path.read_text("utf-8").splitlines())
    blocks = []
    for match in matches:
        if match and match["role"] not in UNLABELLED:
            number = match["number"].removeprefix("-")
            words = re.sub(r"( \[[^]]+\])+$", "", match["words"].split(" … ")[0])
            blocks.append(TrueBlock(match["role"], number, fold(number + words), is_whole=False))
    return blocks


def place_lines(texts: Sequence[_Text], blocks: Sequence[TrueBlock]) -> list[list[tuple[TrueBlock, bool] | None]]:
    """Return, for each line of each text, its block and whether the block begins there; None before the first.

    Nothing at all if too few of the blocks begin with a line.
    """
    at, spent, begun = -1, 0, 0
    placed: list[list[tuple[TrueBlock, bool] | None]] = []
    for text in texts:
        of_text: list[tuple[TrueBlock, bool] | None] = []
        for line in text.lines:
            words = fold(line.text)
            ahead = range(at + 1, min(at + 1 + BLOCKS_AHEAD, len(blocks)))
            n = next((n for n in ahead if _may_begin(words, blocks, n, spent if n == at + 1 else None)), None)
            begun += n is not None
            at, spent = (at, spent + len(words)) if n is None else (n, len(words))
            of_text.append(None if at < 0 else (blocks[at], n is not None))
        placed.append(of_text)
    return placed if begun >= PLACED_SHARE * len([block for block in blocks if block.words]) else []


def _may_begin(words: str, blocks: Sequence[TrueBlock], n: int, spent: int | None) -> bool:
    """Return whether a block may begin with a line's words. ``spent``: what lines have of the block before."""
    block = blocks[n]
    if not (words and block.words and _begin_alike(words, block.words)):
        return False
    before = blocks[n - 1] if n else None
    is_within = spent is not None and before is not None and before.is_whole and spent < SPENT_SHARE * len(before.words)
    return not (is_within and len(words) < FEW_CHARACTERS)


def _begin_alike(words: str, others: str) -> bool:
    """Return whether two texts begin with the same characters, figures behind the first of them apart."""
    words, others = (INNER_FIGURES.sub("", text[: 2 * FEW_CHARACTERS]) for text in (words, others))
    least = min(len(words), len(others), FEW_CHARACTERS)
    return words[:least] == others[:least]


def name_right_labels(text: _Text, placed: Sequence[tuple[TrueBlock, bool] | None]) -> list[Choice] | None:
    """Return what the lines of a text are; None if no path of labels gives it."""
    right: list[Choice] = []
    stage: Stage | None = text.stage
    for evidence, place in zip(text.evidence, placed, strict=True):
        if place is None or (not right and not place[1]):
            return None
        block, begins = place
        label = _name_label(block, evidence) if begins else right[-1][0]
        if begins:
            stage = find_next_stage(stage, label, evidence.is_section) if stage is not None else None
            if stage is None or label not in evidence.possible:
                return None
        elif evidence.is_start:
            return None
        right.append((label, begins))
    return right


def _name_label(block: TrueBlock, evidence: LineEvidence) -> Label:
    """Return the label of the paragraph that a block is; one with a number counts as operative wherever it stands."""
    if block.role == "operative":
        return Label.OPERATIVE if Label.OPERATIVE in evidence.possible else Label.DECISION
    if block.role == "plain" and evidence.possible == frozenset({Label.OPERATIVE}):
        return Label.OPERATIVE
    return Label(block.role)


def make_truths(source: _Source) -> tuple[str, list[LabelledText], int]:
    """Return the case of a source, its labelled texts, and how many lines of it are left out."""
    try:
        texts = record_texts(source.path)
        rights: list[Sequence[Choice] | None] = [text.read for text in texts]
        if source.truth:
            is_xml = source.truth.suffix == ".xml"
            blocks = list_blocks_of_xml(source.truth) if is_xml else list_blocks_of_truth(source.truth)
            placed = place_lines(texts, blocks) or [[None] * len(text.lines) for text in texts]
            rights = [name_right_labels(text, places) for text, places in zip(texts, placed, strict=True)]
    except Refusal:
        return source.case, [], 0
    made = [
        LabelledText(
            source.case, source.path.name.partition(".")[0], text.stage, text.evidence, text.read, tuple(right)
        )
        for text, right in zip(texts, rights, strict=True)
        if right is not None
    ]
    return source.case, made, sum(len(text.lines) for text in texts) - sum(len(text.lines) for text in made)


def _list_sources(options: argparse.Namespace) -> Iterator[_Source]:
    for path in sorted(path for what in CASES for path in (TESTS / "cases" / what).glob("*/in.*")):
        if path.suffix in (".txt", ".pdf", ".md"):
            yield _Source(path, str(path.parent.relative_to(TESTS)), None)
    yield from (
        _Source(path, f"samples/{path.name}", None) for path in sorted((TESTS.parent / "samples").glob("*.txt"))
    )
    for truth in sorted((TESTS / "truths" / "sctext").glob("*.txt")):
        if (path := CORPUS / "sctext" / truth.name).exists():
            yield _Source(path, f"truths/sctext/{truth.stem}", truth)
    official = {path.stem: path for folder in options.xml for path in folder.rglob("*.xml")}
    kept = sorted(path for folder in options.kept for path in folder.glob("*.*") if path.suffix in (".pdf", ".txt"))
    for path in kept:
        name, _, kind = path.name.rpartition(".")[0].partition(".")
        xml = official.get(name)
        if xml and (not kind or kind in EXTRACTORS):
            language = next((code for code, word in FOLDERS.items() if word in xml.parts), "und")
            case = f"sources/{kind or 'pdf'}/{language}"
            yield from [_Source(path, case, xml)] * (case != UNPLACED)


def _make_all(sources: Sequence[_Source], jobs: int) -> Iterator[tuple[str, list[LabelledText], int]]:
    if jobs == 1:
        yield from map(make_truths, sources)
        return
    with Pool(jobs) as pool:
        yield from pool.imap(make_truths, sources, chunksize=4)


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.label_truth", description=__doc__)
    parser.add_argument("out", type=Path, help="the file of truths")
    parser.add_argument(
        "--kept", nargs="+", type=Path, default=[], help="folders that benchmarks.sources --keep filled"
    )
    parser.add_argument("--xml", nargs="+", type=Path, default=[], help="folders of official XML, searched whole")
    parser.add_argument("--jobs", type=int, default=1, help="sources at the same time")
    return parser.parse_args(given)


def main(given: list[str] | None = None) -> int:
    """Write the truths; print what was left out."""
    options = _arguments(given)
    sources = list(_list_sources(options))
    texts: list[LabelledText] = []
    left_out: Counter[str] = Counter()
    for n, (case, made, lines) in enumerate(_make_all(sources, options.jobs), start=1):
        print(f"\r{n} of {len(sources)}", end="", file=sys.stderr, flush=True)
        texts += made
        left_out[case.rpartition("/")[0] if case.startswith("sources") else case.partition("/")[0]] += lines
    write_truths(texts, options.out)
    print(f"\n{len(texts)} texts of {sum(len(text.lines) for text in texts)} lines; lines left out:")
    print("\n".join(f"  {kind}: {lines}" for kind, lines in left_out.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
