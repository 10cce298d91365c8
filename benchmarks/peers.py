"""Compare engross with its peers on the same document: ``./press bench``; results go to docs/benchmarks.md.

Warm contestants are processes that make the document again and again (``benchmarks.worker``), cold ones are commands.
Each round runs every contestant once, so that other work of the machine affects all alike.
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
from engross.cli.options import sample_path
from engross.pipeline.folders import fonts_folder
from tests.generators.engines import SPEED_PATCHES

ROOT = Path(__file__).parent.parent
LONGEST = 120  # seconds that a command may take
PDF = "engross-pdf"  # the contestant that the others are compared with
BAR = 420  # width of the longest bar, in units of the plot
Taken = tuple[float, float]  # wall-clock and processor seconds


class Failed(Exception):
    """A peer's command failed or took too long."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """A program in the comparison: its name, its title, what it does and does not do, what it needs to be installed.

    ``command``: returns the words of a cold one for a source and a folder; None for a contestant of a worker.
    """

    name: str
    title: str
    work: str
    needs: tuple[str, ...] = ()
    command: Callable[[Path, Path], Sequence[str]] | None = None

    @property
    def lacks(self) -> list[str]:
        """The needs that this machine does not meet: commands, Python modules, LaTeX files, LibreOffice's uno."""
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
    Contestant("engross-unpatched", "engross, the PDF, no patch for speed", WHOLE),
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
PATCHES = tuple(Contestant(f"without-{name}", name, "") for name in SPEED_PATCHES)


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
    """The median, least and greatest of some seconds."""

    middle: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table; ``ratio``: the median of its processor seconds against ours, round by round.

    ``warm``: the same against our PDF made warm.
    """

    title: str
    work: str
    wall: Spread
    cpu: Spread
    ratio: float
    warm: float


class Worker:
    """The process of a warm contestant."""

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
        """Make the document once; return the wall-clock and processor seconds."""
        print(file=self._process.stdin, flush=True)
        wall, cpu = json.loads(self._ask(""))
        return float(wall), float(cpu)

    def _ask(self, expected: str) -> str:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line or expected not in line:
            raise SystemExit(f"a contestant gave up: {self._name}")
        return line


def ran(command: Sequence[str]) -> Taken:
    """Run a command; return the seconds it and its children took. Raises Failed if it fails or exceeds ``LONGEST``."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    try:
        # As in a user's shell: Python keeps its compiled modules.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        process = subprocess.run(
            command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=LONGEST, env=environment
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"more than {LONGEST} s") from None
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - wall
    if process.returncode:
        errors = process.stderr.strip().splitlines() or ["?"]
        raise Failed(next((line for line in errors if line.startswith("!")), errors[-1])[:100])
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def rows(contestants: Sequence[Contestant], runs: dict[str, list[Taken]], ours: str) -> list[Row]:
    """Return the rows of the table: each contestant compared with ``ours`` in each round."""
    table_rows = []
    for contestant in contestants:
        wall, cpu = ([taken[n] for taken in runs[contestant.name]] for n in (0, 1))
        table_rows.append(
            Row(
                contestant.title,
                contestant.work,
                spread(wall),
                spread(cpu),
                against(cpu, runs[ours]),
                against(cpu, runs[PDF]),
            )
        )
    return table_rows


def against(seconds: Sequence[float], ours: Sequence[Taken]) -> float:
    """Return the median ratio to our seconds of the same rounds; commands take part in the first rounds only."""
    return median(theirs / our[1] for theirs, our in zip(seconds, ours, strict=False))


def spread(seconds: Sequence[float]) -> Spread:
    """Return the spread of some seconds."""
    return Spread(median(seconds), min(seconds), max(seconds))


def main() -> None:
    """Run the comparison, or with --profile the profile, and report."""
    parser = argparse.ArgumentParser(prog="./press bench")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--cold-rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    if options.profile:
        from benchmarks.stages import report

        print(report(sample_path()))
        return
    with TemporaryDirectory(prefix="engross-bench-") as folder:
        _run(options, Path(folder))


def _run(options: argparse.Namespace, out: Path) -> None:
    source = sample_path()
    one = content.book(source)
    (out / "sample.html").write_text(content.html(one), "utf-8")
    (out / "sample.md").write_text(content.markup(one, content.MARKDOWN), "utf-8")
    warm = [one for one in (*WARM, *PATCHES) if not one.lacks]
    cold = [one for one in COLD if not one.lacks]
    if any(one.name == "soffice" for one in cold):
        ran(("pandoc", str(out / "sample.md"), "-o", str(out / "sample.docx")))
    absent = [f"{one.title} (lacks {', '.join(one.lacks)})" for one in (*WARM, *COLD) if one.lacks]
    runs: dict[str, list[Taken]] = {one.name: [] for one in (*warm, *cold)}
    load = os.getloadavg()[0]
    with ExitStack() as stack:
        workers = {one.name: stack.enter_context(Worker(one.name, source, out)) for one in warm}
        for number in range(options.rounds):
            for name, worker in workers.items():
                runs[name].append(worker.run())
            if number < options.cold_rounds:
                absent += _cold([one for one in cold if one.name in runs], runs, (source, out))
    _write(options, runs, absent, load)


def _cold(commands: Sequence[Contestant], runs: dict[str, list[Taken]], where: tuple[Path, Path]) -> list[str]:
    """Run one round of commands; remove those that fail from ``runs``, and return why."""
    failed = []
    for contestant in commands:
        try:
            if not runs[contestant.name]:
                ran(
                    contestant.command(*where) if contestant.command else ()
                )  # once unmeasured: caches of fonts, compiled modules
            runs[contestant.name].append(ran(contestant.command(*where) if contestant.command else ()))
        except Failed as error:
            failed.append(f"{contestant.title} (failed: {error})")
            del runs[contestant.name]
    return failed


def _write(options: argparse.Namespace, runs: dict[str, list[Taken]], absent: list[str], load: float) -> None:
    there = [
        [contestant for contestant in contestants if contestant.name in runs] for contestants in (WARM, COLD, PATCHES)
    ]
    warm, cold = rows(there[0], runs, PDF), rows(there[1], runs, "engross")
    longest = max(row.cpu.middle for row in (*warm, *cold))
    bars = [
        {"title": r.title, "seconds": r.cpu.middle, "ours": r.title.startswith("engross"),
         "width": BAR * r.cpu.middle / longest}
        for r in (*warm, *cold)
    ]  # fmt: skip
    machine = f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    values = {"day": datetime.now(UTC).date().isoformat(), "machine": machine, "source": sample_path().name, "pages": 4}
    values |= {"rounds": options.rounds, "cold_rounds": options.cold_rounds, "load": load}
    env, docs = content.looks(), ROOT / "docs"
    without = rows(there[2], runs, PDF)
    text = env.get_template("benchmarks.md").render(warm=warm, cold=cold, without=without, absent=absent, **values)
    (docs / "benchmarks.md").write_text(text, "utf-8")
    (docs / "images" / "benchmarks.svg").write_text(env.get_template("benchmarks.svg").render(bars=bars), "utf-8")
    print(text)


if __name__ == "__main__":
    main()
