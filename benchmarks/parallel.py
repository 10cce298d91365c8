"""Measure bilingual editions of a folder of sources: ``python -m benchmarks.parallel SESSION [--documents 40]
[--languages English,French]``.

``SESSION`` has a folder for each language (Chinese, English …). All documents that two languages have are paired, and
the pairs counted; ``--documents`` of each two languages, chosen by chance, are laid out too, in both layouts, and their
pages held against those of the two single editions. Prints a line for each two languages and layout; seconds are the
processor's, and those of reading are in them.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engross.model.notice import Code, Refusal
from engross.model.parallel import COLUMNS, LAYOUTS
from engross.model.request import ParallelRequest, Request
from engross.model.walk import notes_of
from engross.pipeline.build import build
from engross.pipeline.folders import fonts_folder
from engross.pipeline.parallel import build_parallel, pair_sources

SEED = 7
LANGUAGES = (("Chinese", "English"), ("English", "French"), ("English", "Arabic"))
WORST = 6  # documents that are named

PathPair = tuple[Path, Path]


@dataclass(slots=True)
class Tally:
    """What was counted of two languages: sums by name, and the documents to look at."""

    sums: Counter[str] = field(default_factory=Counter)
    named: list[str] = field(default_factory=list)


def list_sources(session: Path, language: str) -> dict[str, Path]:
    """Return the sources of a language by what their names have in common: the symbol, before the job number."""
    return {path.stem.rpartition("-")[0] or path.stem[:-9]: path for path in sorted((session / language).glob("*.xml"))}


def make_request(pair: PathPair, layout: str) -> ParallelRequest:
    """Return the request for the PDF of a pair, which is not written."""
    first, second = (Request(path, None, fonts_folder(""), frozenset({"pdf"})) for path in pair)
    return ParallelRequest(first, second, layout)


def count_pairs(pairs: Sequence[PathPair]) -> Tally:
    """Pair all documents, and count the pieces of text that found their counterpart."""
    tally = Tally()
    for pair in pairs:
        started = time.process_time()
        try:
            text = pair_sources(make_request(pair, COLUMNS)).text
        except Refusal as refusal:
            tally.sums["refused"] += 1
            tally.named.append(f"refused: {pair[0].name}: {refusal.what}")
            continue
        finally:
            tally.sums["milliseconds"] += round(1000 * (time.process_time() - started))
        tally.sums["documents"] += 1
        tally.sums["pieces"] += sum(len(one.pieces) for one in text.pairs)
        tally.sums["paired"] += 2 * sum(one.is_whole for one in text.pairs)
        tally.sums["whole documents"] += all(one.is_whole for one in text.pairs)
        tally.sums["doubtful"] += sum(one.is_doubtful for one in text.pairs)
    return tally


def lay_out_pairs(pairs: Sequence[PathPair], layout: str, alone: dict[Path, int]) -> Tally:
    """Lay documents out, and count pages, notes that are apart from a call, and errors.

    ``alone``: the pages of the single editions.
    """
    tally = Tally()
    for pair in pairs:
        started = time.process_time()
        try:
            made = build_parallel(make_request(pair, layout))
        except Refusal:
            continue
        tally.sums["milliseconds"] += round(1000 * (time.process_time() - started))
        tally.sums["documents"] += 1
        tally.sums["pages"] += made.report["counts"]["pages"]
        tally.sums["pages alone"] += sum(alone[path] for path in pair)
        tally.sums["notes"] += sum(1 for _ in notes_of(made.text.first))
        tally.sums["apart"] += sum(n.code in (Code.NOTE_APART, Code.NOTE_LATE) for n in made.notices)
        if not made.ok:
            tally.sums["at fault"] += 1
            tally.named.append(
                f"at fault: {made.name}: {next(n.message for n in made.notices if n.severity.value == 'error')}"
            )
    return tally


def count_pages_alone(pairs: Sequence[PathPair]) -> dict[Path, int]:
    """Return the pages of the single edition of each source."""
    paths = dict.fromkeys(path for pair in pairs for path in pair)
    requests = (Request(path, None, fonts_folder(""), frozenset({"pdf"})) for path in paths)
    return {request.source: build(request).report["counts"]["pages"] for request in requests}


def measure(session: Path, documents: int, languages: Sequence[tuple[str, str]] = LANGUAGES) -> Iterator[str]:
    """Yield the lines of the report."""
    for first, second in languages:
        sources = list_sources(session, first), list_sources(session, second)
        pairs = [(sources[0][name], sources[1][name]) for name in sources[0] if name in sources[1]]
        tally = count_pairs(pairs)
        sums = tally.sums
        yield (
            f"{first}|{second}: {len(pairs)} documents, {sums['refused']} refused; of {sums['pieces']} pieces "
            f"{sums['paired']} paired ({sums['paired'] / sums['pieces']:.2%}), {sums['whole documents']} documents "
            f"whole, {sums['doubtful']} pairs doubtful; {sums['milliseconds'] / 1000:.0f} s"
        )
        yield from tally.named[:WORST]
        chosen = random.Random(SEED).sample(pairs, min(documents, len(pairs)))
        alone = count_pages_alone(chosen)
        for layout in LAYOUTS:
            tally = lay_out_pairs(chosen, layout, alone)
            sums = tally.sums
            yield (
                f"  {layout}: {sums['documents']} laid out, {sums['at fault']} at fault; {sums['notes']} notes, "
                f"{sums['apart']} not with both calls; {sums['pages']} pages against {sums['pages alone']} of the "
                f"single editions ({sums['pages'] / max(1, sums['pages alone']):.2f}); "
                f"{sums['milliseconds'] / 1000 / max(1, sums['documents']):.2f} s each"
            )
            yield from tally.named[:WORST]


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("session", type=Path)
    parser.add_argument("--documents", type=int, default=40, help="laid out of each two languages (default: 40)")
    parser.add_argument("--languages", default="", help="two, with a comma between them (default: three pairs)")
    asked = parser.parse_args()
    languages = (tuple(asked.languages.split(",", 1)),) if asked.languages else LANGUAGES
    for line in measure(asked.session, asked.documents, languages):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
