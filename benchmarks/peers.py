"""engross and its peers on the same document: ``./press bench``; what came out, to docs/benchmarks.md.

Warm contestants are processes that make the document again and again (``benchmarks.worker``), cold ones are commands.
Each round runs every contestant once, so that whatever else the machine does meets them all.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Self

from benchmarks import content
from benchmarks.worker import office_python
from engross.cli.options import fonts_folder, sample_path

ROOT = Path(__file__).parent.parent
LONGEST = 120  # seconds that a command may take
PDF = "engross-pdf"  # what the others are held against
BAR = 420  # width of the longest bar, in the plot's units
Taken = tuple[float, float]  # wall-clock and processor seconds


class Failed(Exception):
    """A command that a peer is run by did not end well."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """What is run: its name, how a reader knows it, what it does and does not do, what it needs to be there.

    ``command``: the words of a cold one, made of the source and a folder; None for a worker's contestant.
    """

    name: str
    title: str
    work: str
    needs: tuple[str, ...] = ()
    command: Callable[[Path, Path], Sequence[str]] | None = None

    @property
    def lacks(self) -> list[str]:
        """What it needs and this machine has not: commands, modules of Python, files of LaTeX, LibreOffice's uno."""
        return [need for need in self.needs if not _has(need)]


def _has(need: str) -> bool:
    if need == "uno":
        return bool(office_python())
    if need.endswith((".sty", ".tfm")):
        return (
            bool(shutil.which("kpsewhich"))
            and not subprocess.run(("kpsewhich", need), check=False, capture_output=True).returncode
        )
    return bool(shutil.which(need)) or find_spec(need) is not None


WHOLE = "PDF/A-3a and PDF/UA-1, Chinese line engine, index with page numbers, note audit, text read back and compared"
WARM = (
    Contestant("engross-pdf", "engross, the PDF", WHOLE),
    Contestant("engross-all", "engross, all editions", f"{WHOLE}; EPUB, HTML, JSON, CSV and report"),
    Contestant("engross-unmended", "engross, the PDF, no mend for speed", WHOLE),
    Contestant("weasyprint", "WeasyPrint as it comes", "no tags, no archive, ragged Chinese lines, no page numbers"),
    Contestant("libreoffice", "LibreOffice in one process",
               "PDF/A-3b and PDF/UA-1 as it claims them, footnotes, index by fields; ready-made Word documents from "
               "pandoc, a plain layout; ragged Chinese lines, no comparison, no masthead, no codes",
               ("soffice", "uno", "pandoc")),
    Contestant("libreoffice-whole", "LibreOffice in one process, pandoc before it",
               "the same, from marked-up text: pandoc, a command a document, makes the Word document",
               ("soffice", "uno", "pandoc")),
    Contestant("typst", "Typst", "PDF/UA-1, footnotes, index; no comparison, no masthead, no codes; no EPUB",
               ("typst",)),
)  # fmt: skip
MENDS = (
    Contestant("without-write", "write", "objects, streams, fonts"),
    Contestant("without-styles", "styles", "styles kept between documents"),
    Contestant("without-lengths", "lengths", "lengths kept with styles"),
    Contestant("without-text", "text", "Pango's answers kept with styles"),
    Contestant("without-flow", "flow", "what layout asks of every box"),
    Contestant("without-flex", "flex", "items of flex containers laid out once"),
    Contestant("without-notes", "notes", "each note laid out once a page"),
    Contestant("without-words", "words", "short texts broken once"),
    Contestant("without-draw", "draw", "glyphs and paths drawn in fewer steps"),
    Contestant("without-bare", "bare", "boxes with nothing to draw passed over"),
)


def _engross(task: str) -> Callable[[Path, Path], tuple[str, ...]]:
    return lambda source, out: (sys.executable, "-m", "engross", task, str(source), "--out", str(out))


def _chromium(_: Path, out: Path) -> tuple[str, ...]:
    sheet = f"--print-to-pdf={out / 'chromium.pdf'}"
    return ("chromium", "--headless", "--no-sandbox", "--disable-gpu", sheet, str(out / "sample.html"))


def _pandoc(to: str) -> Callable[[Path, Path], tuple[str, ...]]:
    face = ("-V", "CJKmainfont=NotoSerifSC_400Regular.ttf", "-V", f"CJKoptions=Path={fonts_folder('')}/")
    more = ("--pdf-engine=xelatex", *face) if to.endswith(".pdf") else ()
    return lambda _, out: ("pandoc", str(out / "sample.md"), "-o", str(out / to), *more)


# On Debian: texlive-xetex, texlive-lang-chinese (xeCJK), lmodern, texlive-fonts-recommended (pzdr).
LATEX = ("pandoc", "xelatex", "xeCJK.sty", "lmodern.sty", "pzdr.tfm")
COLD = (
    Contestant("engross", "engross build, all editions", f"start-up included; {WHOLE}; EPUB, data", (),
               _engross("build")),
    Contestant("engross-cold", "engross pdf", f"start-up included; {WHOLE}", (),
               _engross("pdf")),
    Contestant("chromium", "Chromium --print-to-pdf", "no page footnotes, no index pages", ("chromium",), _chromium),
    Contestant("xelatex", "pandoc + XeLaTeX", "footnotes, index with page numbers; no tags, no archive, no comparison",
               LATEX, _pandoc("pandoc.pdf")),
    Contestant("pandoc", "pandoc, EPUB", "the EPUB alone; not compared", ("pandoc",), _pandoc("pandoc.epub")),
    Contestant("soffice", "LibreOffice", "footnotes, index by fields not brought up to date; from a ready-made Word "
               "document; no tags, no archive, no comparison", ("soffice", "pandoc"),
               lambda _, out: ("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(out),
                               str(out / "sample.docx"))),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle, the least and the most of some seconds."""

    middle: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; ``ratio``: the middle of its processor seconds against ours, round by round.

    ``warm``: the same against our PDF made warm.
    """

    title: str
    work: str
    wall: Spread
    cpu: Spread
    ratio: float
    warm: float


class Worker:
    """A contestant's process."""

    def __init__(self, name: str, source: Path, out: Path) -> None:
        words = (sys.executable, "-m", "benchmarks.worker", name, str(source), str(out))
        self._process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._name = name
        self._ask("ready")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(self) -> Taken:
        """Make the document once."""
        print(file=self._process.stdin, flush=True)
        wall, cpu = json.loads(self._ask(""))
        return float(wall), float(cpu)

    def _ask(self, expected: str) -> str:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line or expected not in line:
            raise SystemExit(f"a contestant gave up: {self._name}")
        return line


def ran(command: Sequence[str]) -> Taken:
    """Run a command; what it and its children took. Failed where it fails or takes more than two minutes."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    try:
        # As in a user's shell: Python keeps what it has compiled.
        shell = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        done = subprocess.run(
            command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=LONGEST, env=shell
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"more than {LONGEST} s") from None
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - wall
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["?"]
        raise Failed(next((line for line in said if line.startswith("!")), said[-1])[:100])
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def rows(contestants: Sequence[Contestant], runs: dict[str, list[Taken]], ours: str) -> list[Row]:
    """The table: each contestant against ``ours``, pairwise in each round."""
    out = []
    for one in contestants:
        wall, cpu = ([taken[n] for taken in runs[one.name]] for n in (0, 1))
        out.append(
            Row(one.title, one.work, spread(wall), spread(cpu), against(cpu, runs[ours]), against(cpu, runs[PDF]))
        )
    return out


def against(seconds: Sequence[float], ours: Sequence[Taken]) -> float:
    """The middle of some seconds against ours of the same rounds; the rounds of commands are the first ones."""
    return median(mine / base[1] for mine, base in zip(seconds, ours, strict=False))


def spread(seconds: Sequence[float]) -> Spread:
    """The spread of some seconds."""
    return Spread(median(seconds), min(seconds), max(seconds))


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(prog="./press bench")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--cold-rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    wanted = parser.parse_args()
    if wanted.profile:
        from benchmarks.stages import report

        print(report(sample_path()))
        return
    with TemporaryDirectory(prefix="engross-bench-") as room:
        _run(wanted, Path(room))


def _run(wanted: argparse.Namespace, out: Path) -> None:
    source = sample_path()
    one = content.book(source)
    (out / "sample.html").write_text(content.html(one), "utf-8")
    (out / "sample.md").write_text(content.markup(one, content.MARKDOWN), "utf-8")
    warm = [one for one in (*WARM, *MENDS) if not one.lacks]
    cold = [one for one in COLD if not one.lacks]
    if any(one.name == "soffice" for one in cold):
        ran(("pandoc", str(out / "sample.md"), "-o", str(out / "sample.docx")))
    absent = [f"{one.title} (lacks {', '.join(one.lacks)})" for one in (*WARM, *COLD) if one.lacks]
    runs: dict[str, list[Taken]] = {one.name: [] for one in (*warm, *cold)}
    load = os.getloadavg()[0]
    with ExitStack() as stack:
        workers = {one.name: stack.enter_context(Worker(one.name, source, out)) for one in warm}
        for number in range(wanted.rounds):
            for name, worker in workers.items():
                runs[name].append(worker.run())
            if number < wanted.cold_rounds:
                absent += _cold([one for one in cold if one.name in runs], runs, (source, out))
    _write(wanted, runs, absent, load)


def _cold(commands: Sequence[Contestant], runs: dict[str, list[Taken]], where: tuple[Path, Path]) -> list[str]:
    """A round of commands; those that failed, taken out of the runs."""
    failed = []
    for one in commands:
        try:
            if not runs[one.name]:
                ran(one.command(*where) if one.command else ())  # once unmeasured: caches of fonts, compiled modules
            runs[one.name].append(ran(one.command(*where) if one.command else ()))
        except Failed as error:
            failed.append(f"{one.title} (failed: {error})")
            del runs[one.name]
    return failed


def _write(wanted: argparse.Namespace, runs: dict[str, list[Taken]], absent: list[str], load: float) -> None:
    there = [[one for one in some if one.name in runs] for some in (WARM, COLD, MENDS)]
    warm, cold = rows(there[0], runs, PDF), rows(there[1], runs, "engross")
    longest = max(row.cpu.middle for row in (*warm, *cold))
    bars = [
        {"title": r.title, "seconds": r.cpu.middle, "ours": r.title.startswith("engross"),
         "width": BAR * r.cpu.middle / longest}
        for r in (*warm, *cold)
    ]  # fmt: skip
    machine = f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    made = {"day": datetime.now(UTC).date().isoformat(), "machine": machine, "source": sample_path().name, "pages": 4}
    made |= {"rounds": wanted.rounds, "cold_rounds": wanted.cold_rounds, "load": load}
    env, docs = content.looks(), ROOT / "docs"
    mends = rows(there[2], runs, PDF)
    text = env.get_template("benchmarks.md").render(warm=warm, cold=cold, mends=mends, absent=absent, **made)
    (docs / "benchmarks.md").write_text(text, "utf-8")
    (docs / "images" / "benchmarks.svg").write_text(env.get_template("benchmarks.svg").render(bars=bars), "utf-8")
    print(text)


if __name__ == "__main__":
    main()
