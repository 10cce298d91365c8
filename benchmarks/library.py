"""Measure what the site of a library takes: ``python -m benchmarks.library RUN --documents 18000``.

RUN is the folder of a finished run. Its documents are copied under other symbols, with reports, reading editions and
records, until there are so many language versions. The site of the copies is made in a process of its own, made again
without a change, and once more after one version has another title. Printed for each: files, files made, seconds of the
processor with those of Pagefind and of the wall, peak memory of the process and of Pagefind, bytes of the site.
"""

from __future__ import annotations

import json
import resource
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import count, islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.gather import copy_entry, count_on
from engross.batch.corpus import gather_run
from engross.batch.corpus.journal import (
    JOURNAL_FILE,
    RECORDS_FOLDER,
    RUN_FOLDER,
    Journal,
    JournalLine,
    hash_bytes,
    record_path,
    spell_line,
)
from engross.batch.corpus.storage import open_storage
from engross.batch.library import SiteOptions, make_library
from engross.grammars.edition_name import make_document_name

COPIED = (".html", "report.json")  # endings of the files that a copy has


@dataclass(frozen=True, slots=True)
class Making:
    """What one making took: files of the site, those made, seconds of the processor and the wall, MB, bytes."""

    files: int
    made: int
    processor: float
    wall: float
    megabytes: float
    pagefind_megabytes: float
    size: int


def iter_copies(run: Path) -> Iterator[tuple[JournalLine, int]]:
    """Yield the lines of a run with the number of their copy, without end."""
    lines = [line for line in Journal(open_storage(run)).lines() if line.record]
    for copy in count():
        yield from ((line, copy) for line in lines)


def write_copy(run: Path, out: Path, line: JournalLine, copy: int) -> JournalLine:
    """Write a copy of a version, and return its line."""
    symbol = count_on(line.symbol, copy)
    folder = make_document_name(symbol, line.language)
    record = json.loads((run / record_path(line.record)).read_bytes())
    entries = [one for entry in record["symbols"] for one in copy_entry(entry, copy)]
    data = json.dumps(record | {"symbols": entries}, ensure_ascii=False, sort_keys=True).encode()
    (out / record_path(hash_bytes(data))).write_bytes(data)
    (out / folder).mkdir(parents=True)
    files = []
    for name, _, _ in line.files:
        if name.endswith(COPIED):
            content = (run / line.editions / name).read_bytes().replace(line.symbol.encode(), symbol.encode())
            target = name.replace(line.editions, folder)
            (out / folder / target).write_bytes(content)
            files.append((target, len(content), hash_bytes(content)))
    named = replace(line, name=f"{copy:05}/{line.name}", folder=folder, symbol=symbol)
    return replace(named, record=hash_bytes(data), files=tuple(files))


def write_run(run: Path, out: Path, documents: int) -> None:
    """Write the run of so many copies, as the command corpus leaves it."""
    (out / RUN_FOLDER / RECORDS_FOLDER).mkdir(parents=True)
    with (out / JOURNAL_FILE).open("w", encoding="utf-8") as journal:
        for line, copy in islice(iter_copies(run), documents):
            journal.write(spell_line(write_copy(run, out, line, copy)))
    storage = open_storage(out)
    gather_run(Journal(storage), storage)


def make_site(run: Path, site: Path) -> Making:
    """Make the site; called in a process that has done nothing else."""
    start = perf_counter()
    summary = make_library(SiteOptions(run, site, "https://library.invalid/"))
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    size = sum(path.lstat().st_size for path in site.rglob("*") if path.is_file())
    memory = own.ru_maxrss / 1000, others.ru_maxrss / 1000
    return Making(summary.files, summary.made, processor, perf_counter() - start, *memory, size)


def change_title(run: Path) -> None:
    """Give a version another title, as a changed source would."""
    path = next(path for path in sorted(run.glob("*/report.json")))
    report = json.loads(path.read_bytes())
    path.write_text(json.dumps(report | {"title": f"{report['title']} (changed)"}, ensure_ascii=False), "utf-8")


def main() -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--documents", type=int, default=2346, help="language versions")
    parser.add_argument("--folder", type=Path, help="where there is room: 20 GB for 18,000")
    options = parser.parse_args()
    with TemporaryDirectory(dir=options.folder, prefix="engross-library-") as folder:
        run, site = Path(folder) / "run", Path(folder) / "site"
        write_run(options.run, run, options.documents)
        for what in ("first", "again", "one changed"):
            if what == "one changed":
                change_title(run)
            with ProcessPoolExecutor(1, get_context("spawn")) as process:
                made = process.submit(make_site, run, site).result()
            print(
                f"{what:12} {options.documents:,} versions: {made.files:,} files, {made.made:,} made;"
                f" {made.processor:.1f} s of the processor, {made.wall:.0f} s of the wall;"
                f" {made.megabytes:.0f} MB, Pagefind {made.pagefind_megabytes:.0f} MB; {made.size / 1e6:,.0f} MB",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
