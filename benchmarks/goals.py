"""Measure the goals for speed: ``python -m benchmarks.goals CORPUS [--documents 200]``.

Printed are processor seconds, of whole process trees: of the sample, made again and again with another number at the
end of its paragraphs each time (PDF; all editions); a mean over documents drawn from CORPUS with a fixed seed, all
editions, in one process; a page of a long document, of about 60 pages, made twice; a cold build of the sample; and
what ``serve`` does when a file is edited. Medians of ``--rounds`` where the same is made again.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from time import sleep

from benchmarks import content
from benchmarks.growth_documents import SHAPES, write_xml
from engross.cli.desk.workers import JobProcess
from engross.cli.options import Options, make_requests
from engross.model.notice import Refusal
from engross.model.request import EDITIONS, Request
from engross.pipeline.bounded import Bounds
from engross.pipeline.build import build
from engross.pipeline.folders import fonts_folder

SEED = 21
SETTLING = 5.0  # seconds after which the process that builds for ``serve`` has nothing more to do
LONG = 900  # paragraphs of the long document, some 60 pages
TURNS = iter(range(10, 10_000))  # each time the sample is made, this number stands at the end of its paragraphs
PDF = frozenset({"pdf"})
SAMPLE = Path(__file__).parent.parent / "samples" / "A_RES_77_213.zh.txt"


def measure(make: Callable[[], object]) -> float:
    """Return the processor seconds that something takes, with those of the processes that it starts."""
    before = _seconds()
    make()
    return _seconds() - before


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + used.ru_utime + used.ru_stime


def build_sample(folder: Path, editions: frozenset[str] | None) -> float:
    """Return the seconds of the sample's editions, of a text that was not made before; None: all."""
    source = folder / SAMPLE.name
    content.write(source, content.turned(SAMPLE.read_text("utf-8"), next(TURNS)))
    request = Request(source, folder, fonts_folder())
    return measure(lambda: build(replace(request, editions=editions) if editions else request))


def build_mean(folder: Path, sources: Sequence[Path]) -> float:
    """Return the mean seconds of sources, all editions; one that is refused counts, too."""
    return mean(measure(partial(_try_build, Request(source, folder, fonts_folder()))) for source in sources)


def _try_build(request: Request) -> None:
    with suppress(Refusal):
        build(request)


def build_long(folder: Path) -> tuple[float, int]:
    """Return the seconds a page of a long document, all editions, and its pages."""
    source = folder / "long.xml"
    source.write_text(write_xml(SHAPES["paragraphs"](LONG)), "utf-8")
    pages: list[int] = []
    request = Request(source, folder, fonts_folder())
    taken = [measure(lambda: pages.append(build(request).report["counts"]["pages"])) for _ in range(2)]
    return min(taken) / pages[0], pages[0]


def build_cold(folder: Path) -> float:
    """Return the seconds of the command ``build`` with the sample, with the bytecode that a user's Python keeps."""
    command = (sys.executable, "-m", "engross", "build", str(SAMPLE), "--out", str(folder), "--quiet")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    run = partial(subprocess.run, command, check=True, capture_output=True, env=environment)
    run()  # the first writes it
    return measure(run)


def rebuild(process: JobProcess, source: Path, folder: Path) -> float:
    """Return the seconds of what the desk does when a file is edited that it has shown before."""
    (request,) = make_requests(Options(sources=(str(source),), out=str(folder)), EDITIONS)

    def make() -> None:
        process.do("understand_document", (request,), Bounds())
        process.do("build_editions", (replace(request, has_places=True),), Bounds())

    make()
    sleep(SETTLING)
    before = _spent_by(process.process_id)
    return measure(make) + _spent_by(process.process_id) - before


def _spent_by(process: int) -> float:
    """Return the processor seconds of a process and of the children that it waited for (proc(5))."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print a line for each goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    found = sorted(path for path in options.corpus.rglob("*.xml") if path.is_file())
    drawn = random.Random(SEED).sample(found, min(options.documents, len(found)))
    with TemporaryDirectory(prefix="engross-goals-") as name:
        folder, process = Path(name), JobProcess()

        def tell(what: str, make: Callable[[], float], rounds: int) -> None:
            print(f"{what:40} {median(make() for _ in range(rounds)):7.3f} s", flush=True)

        for _ in range(3):
            build_sample(folder, None)
        tell("sample, PDF, warm", partial(build_sample, folder, PDF), options.rounds)
        tell("sample, all editions, warm", partial(build_sample, folder, None), options.rounds)
        tell("cold build of the sample", partial(build_cold, folder), options.rounds)
        tell("edit in serve, sample", partial(rebuild, process, SAMPLE, folder), options.rounds)
        seconds, pages = build_long(folder)
        tell(f"a page of a document of {pages}", lambda: seconds, 1)
        tell(f"edit in serve, {pages} pages", partial(rebuild, process, folder / "long.xml", folder), 2)
        process.close()
        tell(f"mean of {len(drawn)} of {len(found)}", partial(build_mean, folder, drawn), 1)


if __name__ == "__main__":
    main()
