"""Texts and PDFs of any shape: read or refused, each character accounted for, in time that grows with the size."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from benchmarks import growth
from engross.model.notice import Refusal
from engross.model.reading import Overrides, Reading
from engross.model.tree import Source
from engross.passes import run_passes
from engross.readers import structure
from engross.verify.integrity import compare_with_file
from engross.verify.scan import scan_source
from tests.cases import HERE
from tests.growing import grows_as_the_square

HEAD = """United Nations A/RES/80/34
General Assembly

80/34. Special subjects of lighthouses

     The General Assembly,

     Recalling its resolution 79/12 of 5 December 2024,

"""
LINE = "1. Decides {}that all be."
MUTANTS = 60  # of each kind; `python -m benchmarks.attacks` makes thousands
WISHES = Overrides(symbol="A/RES/80/34")


def text_source(text: str) -> Source:
    return Source("in.txt", "", "text", text.encode("utf-8"), text)


def read(source: Source) -> Reading:
    return run_passes(structure(source, WISHES))


@pytest.mark.process
def test_the_benchmark_of_growth_times_each_stage(tmp_path: Path) -> None:
    """Its stages are named by the modules that call them, which change."""
    source = growth.write_document("notes", "xml", 3, tmp_path)
    measured = growth.measure_apart(source)
    assert measured["ok"]
    stages = {attribute.strip("_") for _, attribute in growth.STAGES}
    assert {stage for stage, seconds in measured["seconds"].items() if seconds > 0} == {*stages, "whole"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    ["     {n}.   Decides that lamps be lit;\n\n", "{n}. Decides to light them in\n2015. They are bright;\n"],
)
def test_numbers_of_paragraphs_go_beyond_999(line: str) -> None:
    """A number of four digits is a paragraph's if those before lead up to it; 2015 behind paragraph 3 is a year."""
    reading = read(text_source(HEAD + "".join(line.format(n=n) for n in range(1, 2001))))
    operative = reading.resolution.parts[0].operative
    assert [paragraph.number for paragraph in operative] == [f"{n}." for n in range(1, 2001)]


WORDS = "the lamps of the harbour lights shine over many small boats and nobody knows why they return "
SHAPES: dict[str, Callable[[int], str]] = {
    "one long line": lambda n: "1. Decides that " + WORDS * n,
    "short lines": lambda n: (WORDS[:60] + "\n") * (2 * n),
    "lines of a word": lambda n: WORDS.replace(" ", "\n") * (n // 4),
    "one character": lambda n: "1. Decides " + "a" * (100 * n),
    "halves of words": lambda n: "1. Decides " + "a-" * (50 * n),
    "lines of one number": lambda n: "1. Decides.\n_______\n" + "1\n" * (10 * n),
    "one number in a line": lambda n: "1. Decides " + "1 " * (20 * n),
    "citations": lambda n: "1. Recalls resolutions " + "77/1, 77/2 and " * n + "76/3.\n",
    "stars": lambda n: "1. Decides " + "* " * n + ".\n_______\n" + "* see\n" * n,
    "points": lambda n: "1. Decides:\n" + "(a) Lamps;\n" * (5 * n),
    "notes": lambda n: "".join(f"{k}. Decides this{k};\n" for k in range(1, n)) + "_______\n" + note_lines(n),
    "rows of figures": lambda n: "1. Decides:\n\n" + "Lamp        12 000        13 000\n" * (2 * n),
    "figures": lambda n: "1. Decides:\n\n" + "Lamp\n12 000\n" * (3 * n),
    "one long figure": lambda n: "1. Decides:\n\nLamp\n" + "1" * (5 * n) + "x\n",
    "sums in a line": lambda n: "1. Decides:\n\nLamp" + " 12 000" * (5 * n) + " x\n",
    "figures in a line": lambda n: "1. Decides:\n\nLamp" + " 12 (3)" * (5 * n) + "(\n",
    "form feeds": lambda n: "1. Decides.\n" + "text of a page\n\f" * (5 * n),
    "annexes": lambda n: "1. Decides;\n1st plenary meeting\n1 January 2025\n" + "Annex\nLamps\n" * (4 * n),
}


def note_lines(count: int) -> str:
    return "".join(f"{n}  See A/{n}.\n" for n in range(1, count))


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_text(shape: str) -> None:
    """Eight times the text takes less than 32 times as long; quadratic growth would take 64 times."""
    small, large = (text_source(HEAD + SHAPES[shape](n)) for n in (100, 800))
    read(small)
    assert not grows_as_the_square(partial(read, small), partial(read, large), 8)


def test_time_grows_with_the_length_of_a_line() -> None:
    """The longest has 200 kB."""
    small, large = (text_source(HEAD + LINE.format("that lamps be lit and " * n)) for n in (1_125, 9_000))
    assert not grows_as_the_square(partial(read, small), partial(read, large), 8)


@pytest.mark.parametrize("name", ["raw-en-joined", "raw-zh-tight", "raw-ar-letters", "raw-fr-hyphens"])
def test_damaged_texts_are_read_or_refused(name: str) -> None:
    """Lines dropped, moved, joined or doubled, characters changed: nothing is lost, nothing raises."""
    lines = (HERE / "structure" / name / "in.txt").read_text("utf-8").split("\n")
    for seed in range(MUTANTS):
        source = text_source("\n".join(damaged(lines, random.Random(seed))))
        try:
            reading = read(source)
        except Refusal:
            continue
        assert compare_with_file(scan_source(source), reading) == (), f"seed {seed}"


SIGNS = "1()[]*.,;:-\u00ad\x02\u202b\f\t/_ \u3000(12) ﬁ…A1“”\u064e"


def damaged(lines: list[str], chance: random.Random) -> list[str]:
    """Return lines with one to eight random changes."""
    out = list(lines)
    for _ in range(chance.randint(1, 8)):
        at, other = chance.randrange(len(out)), chance.randrange(len(out))
        line, cut = out[at], chance.randrange(len(out[at]) + 1)
        changes = (
            lambda at=at: out.pop(at) if len(out) > 2 else None,
            lambda at=at, other=other: out.insert(other, out[at]),
            lambda at=at, line=line, other=other: out.__setitem__(at, line + out[other]),
            lambda at=at, line=line, cut=cut: out.__setitem__(at, line[:cut] + chance.choice(SIGNS) + line[cut:]),
            lambda at=at, line=line, cut=cut: out.__setitem__(at, line[:cut] + line[cut + 1 :]),
            lambda at=at, line=line, cut=cut: out[at : at + 1].__setitem__(0, line[cut:]),
        )
        chance.choice(changes)()
    return out


@pytest.mark.slow
@pytest.mark.parametrize("path", [Path("samples/A_RES_99_7.en.pdf"), HERE / "structure" / "pdf-ar-symbols" / "in.pdf"])
def test_damaged_pdfs_are_read_or_refused(path: Path) -> None:
    """Bits flipped, bytes dropped, files cut short: a reading or a refusal, never another exception."""
    data = path.read_bytes()
    outcomes = [outcome(Source("in.pdf", "", "pdf", broken(data, seed), "")) for seed in range(MUTANTS)]
    assert {"read", "refused"} == set(outcomes)


def outcome(source: Source) -> str:
    try:
        read(source)
        scan_source(source)
    except Refusal:
        return "refused"
    return "read"


def broken(data: bytes, seed: int) -> bytes:
    """Return the bytes of a file with some flipped, some dropped, or cut short."""
    chance = random.Random(seed)
    if seed % 3 == 0:
        return data[: chance.randrange(10, len(data))]
    at = chance.randrange(len(data))
    if seed % 3 == 1:
        return data[:at] + data[at + chance.randrange(1, 400) :]
    flipped = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)
