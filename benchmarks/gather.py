"""Measure what the index of all takes: ``python -m benchmarks.gather RUN --documents 1000000 --doublings 4``.

RUN is the folder of a finished run. Its lines and records are written again under other symbols: the numbers of
documents and of most of what they cite are counted on with each copy, so that there are ever new symbols; every third
citation stays as it is, and so its symbol is cited by ever more documents. Of the text each keeps ``--paragraphs``
paragraphs. For each number of documents the journal is read and the index gathered in a process of its own. Printed:
documents, places, processor seconds, peak memory, sizes of the files, and the exponent of the time between two numbers
(1 is linear). Returns 1 if memory is above ``MOST_MB``. The records lie in one file, in the order in which they are
read: a million files would measure the file system, and take it as long to remove them.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import count, islice
from math import log2
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any
from zlib import crc32

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
from engross.batch.corpus.storage import LocalStorage, open_storage
from engross.grammars.edition_name import make_document_name

MOST_MB = 2000
RECORDS, RECORD_NAMES = "records.jsonl", "record-names.txt"  # in the folder of the run
STRIDE = 100_000  # what is added to a number for each copy; no number of a real symbol is so large
FIRST_NUMBER = re.compile(r"(?<=[/.-])\d+")
# What a copy cites for each citation of its original: the same (None), the like of its own copy (0), of the one before.
KINDS = ((None,), (0, 1), (0,))


@dataclass(frozen=True, slots=True)
class Gathering:
    """What one gathering took: seconds of the processor and of the wall, peak memory in MB, bytes of the files."""

    documents: int
    places: int
    processor: float
    wall: float
    megabytes: float
    sizes: dict[str, int]


def count_on(text: str, copy: int) -> str:
    """Return a symbol, or an address with one, with its first number counted on."""
    return FIRST_NUMBER.sub(lambda number: str(int(number[0]) + copy * STRIDE), text, count=1)


def copy_entry(entry: dict[str, Any], copy: int) -> Iterator[dict[str, Any]]:
    """Yield the citations of a copy for one of the original, which is every third, or stands for two."""
    kind = crc32(entry["as_printed"].encode()) % len(KINDS)
    for before in KINDS[kind]:
        if before is None or not entry["symbol"]:
            yield entry
        else:
            number = max(0, copy - before)
            yield entry | {name: entry[name] and count_on(entry[name], number) for name in ("symbol", "url")}


def iter_copies(run: Path, paragraphs: int) -> Iterator[tuple[JournalLine, bytes]]:
    """Yield lines with their records, without end."""
    lines = [line for line in Journal(open_storage(run)).lines() if line.record]
    records = [json.loads((run / record_path(line.record)).read_bytes()) for line in lines]
    for copy in count():
        for line, record in zip(lines, records, strict=True):
            symbols = [one for entry in record["symbols"] for one in copy_entry(entry, copy)]
            kept = record["paragraphs"][:paragraphs]
            data = json.dumps(record | {"symbols": symbols, "paragraphs": kept}, ensure_ascii=False, sort_keys=True)
            symbol = count_on(line.symbol, copy)
            name, folder = f"{copy:05}/{line.name}", make_document_name(symbol, line.language)
            encoded = data.encode()
            yield replace(line, name=name, folder=folder, symbol=symbol, record=hash_bytes(encoded)), encoded


class PackedStorage(LocalStorage):
    """A run's storage whose records are lines of one file, to be read in their order."""

    def __init__(self, out: Path) -> None:
        super().__init__(out)
        self._out = out
        self._records = (out / RECORDS).open("rb")

    def read(self, name: str) -> bytes:
        """Return the next record; any other file as it lies in the folder."""
        if name.startswith(f"{RUN_FOLDER}/{RECORDS_FOLDER}/"):
            return self._records.readline().removesuffix(b"\n")
        return super().read(name)

    def names(self, folder: str) -> list[str]:
        """Return the names of the records, as if each were a file."""
        if folder == f"{RUN_FOLDER}/{RECORDS_FOLDER}":
            return (self._out / RECORD_NAMES).read_text("ascii").splitlines()
        return super().names(folder)


def write_run(out: Path, copies: Iterator[tuple[JournalLine, bytes]]) -> None:
    """Write the journal and the records of a run, as workers leave them."""
    (out / RUN_FOLDER).mkdir(parents=True)
    with (
        (out / JOURNAL_FILE).open("w", encoding="utf-8") as journal,
        (out / RECORDS).open("wb") as records,
        (out / RECORD_NAMES).open("w", encoding="ascii") as names,
    ):
        for line, record in copies:
            journal.write(spell_line(line))
            records.write(record + b"\n")
            names.write(f"{line.record}.json\n")


def gather(out: Path) -> Gathering:
    """Read the journal and gather; called in a process that has done nothing else."""
    start = process_time(), perf_counter()
    storage = PackedStorage(out)
    journal = Journal(storage)
    files = gather_run(journal, storage)
    processor, wall = process_time() - start[0], perf_counter() - start[1]
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    with (out / "corpus-index.csv").open("rb") as table:
        places = sum(1 for _ in table) - 1
    sizes = {Path(path).suffix: 0 for path in files}
    for path in map(Path, files):
        sizes[path.suffix] += path.stat().st_size
    return Gathering(len(journal.lines()), places, processor, wall, megabytes, sizes)


def measure(run: Path, documents: int, paragraphs: int, folder: Path) -> Gathering:
    """Return what gathering so many documents takes."""
    out = folder / str(documents)
    write_run(out, islice(iter_copies(run, paragraphs), documents))
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        gathering = process.submit(gather, out).result()
    rmtree(out)
    return gathering


def main() -> int:
    """Measure and print; return 1 if memory is above what is promised."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--doublings", type=int, default=2, help="how often the number was doubled to come to it")
    parser.add_argument("--paragraphs", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where there is room: 20 GB for a million documents")
    options = parser.parse_args()
    former: Gathering | None = None
    with TemporaryDirectory(dir=options.folder, prefix="engross-gather-") as folder:
        for power in range(options.doublings, -1, -1):
            done = measure(options.run, options.documents >> power, options.paragraphs, Path(folder))
            sizes = ", ".join(f"{size / 1e6:.0f} MB {suffix[1:]}" for suffix, size in done.sizes.items())
            exponent = f", exponent {log2(done.processor / former.processor):.2f}" if former else ""
            print(
                f"{done.documents:9,} documents, {done.places:10,} places: {done.processor:7.1f} s"
                f" ({1000 * done.processor / done.documents:.2f} ms each; {done.wall:.0f} s of the wall),"
                f" {done.megabytes:.0f} MB; {sizes}{exponent}",
                flush=True,
            )
            former = done
    return 0 if former and former.megabytes <= MOST_MB else 1


if __name__ == "__main__":
    sys.exit(main())
