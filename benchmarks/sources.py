"""Compare readings of text and PDF with the official XML: ``python -m benchmarks.sources XML-FOLDER [--documents 25]``.

Builds the print editions of ``--documents`` documents in each language (once; kept in ``--keep``), takes the text out
of them with each extractor installed, reads it, and measures the reading against the XML's. Prints a table by kind of
source and language, then the ten worst readings with their differences. ``--editions`` is the folder of a corpus run
whose PDFs are taken instead. ``--pairs TEXT XML …`` measures sources of other origin.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from multiprocessing import Pool
from pathlib import Path
from shutil import copy, which

from engross import passes
from engross.model.notice import Refusal
from engross.model.reading import Overrides, Reading
from engross.pipeline.build import Request, build
from engross.readers import structure
from engross.readers.load import load_source
from engross.verify.diff import DiffFigures, ReadingDifference, measure_difference
from tests.generators.pages import FONTS

FOLDERS = {"ar": "Arabic", "zh": "Chinese", "en": "English", "fr": "French", "ru": "Russian", "es": "Spanish"}
SHOWN = 70  # characters shown of a difference


def _pdftotext(*options: str) -> Callable[[Path], str]:
    def take(path: Path) -> str:
        command = ["pdftotext", *options, "-enc", "UTF-8", str(path), "-"]
        return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")

    return take


def _pdfium(path: Path) -> str:
    with import_module("pypdfium2").PdfDocument(path) as document:
        return "\f".join(page.get_textpage().get_text_bounded() for page in document)


def _pypdf(path: Path) -> str:
    return "\n".join(page.extract_text() for page in import_module("pypdf").PdfReader(path).pages)


def _pdfminer(path: Path) -> str:
    return str(import_module("pdfminer.high_level").extract_text(path))


EXTRACTORS: dict[str, Callable[[Path], str]] = {
    "pdftotext": _pdftotext(),
    "layout": _pdftotext("-layout"),
    "rawtext": _pdftotext("-raw"),
    "pdfium": _pdfium,
    "pypdf": _pypdf,
    "pdfminer": _pdfminer,
}
KINDS = ("pdf", *EXTRACTORS)
NEEDS = {"pdftotext": "pdftotext", "layout": "pdftotext", "rawtext": "pdftotext"}


@dataclass(frozen=True)
class Case:
    """A source, and the official XML with its right reading."""

    kind: str
    language: str
    source: Path
    official: Path


@dataclass(frozen=True)
class Result:
    """A case with its figures, or None and the reason if the source was refused."""

    case: Case
    figures: DiffFigures | None
    refused: str = ""

    @property
    def faults(self) -> int:
        """The number of paragraphs that are not exact and of notes that are not in place."""
        if self.figures is None:
            return sys.maxsize
        shares = (self.figures.exact, self.figures.placed)
        return sum(share.whole - share.part for share in shares)


def reading_of(path: Path) -> Reading:
    """Return engross's reading of a file."""
    return passes.run_passes(structure(load_source(path)[0], Overrides()))


def chosen(folder: Path, languages: list[str], documents: int) -> dict[str, list[Path]]:
    """Choose documents evenly from those that all the languages have; return their files by language."""
    files = {code: {_name(path): path for path in (folder / FOLDERS[code]).glob("*.xml")} for code in languages}
    common = sorted(set.intersection(*(set(named) for named in files.values())))
    step = max(1, len(common) // documents)
    return {code: [files[code][name] for name in common[::step][:documents]] for code in languages}


def _name(path: Path) -> str:
    return path.stem.rpartition("-")[0]


def edition(official: Path, keep: Path, editions: Path | None) -> Path | None:
    """Return the print edition of an official file, made now or kept from before; None if it cannot be made."""
    path = keep / f"{official.stem}.pdf"
    if path.exists():
        return path
    if editions and (pdf := _of_run(official, editions)):
        return Path(copy(pdf, path))
    outcome = build(Request(official, keep / "editions", FONTS, frozenset({"pdf"})))
    pdf = next((file for file in outcome.files if file.suffix == ".pdf"), None)
    return Path(copy(pdf, path)) if pdf else None


def _of_run(official: Path, editions: Path) -> Path | None:
    """Return the PDF that a corpus run made from an official file, in a folder of its name; None if there is none."""
    return next(editions.glob(f"**/{official.stem}/*.pdf"), None)


@dataclass(frozen=True)
class Wanted:
    """The kinds of sources to make from each document; kept in ``keep``, PDFs taken from ``editions``."""

    keep: Path
    kinds: tuple[str, ...]
    editions: Path | None


def cases(wanted: Wanted, official: Path, language: str) -> Iterator[Case]:
    """Yield the sources of each kind that one document gives."""
    if not (pdf := edition(official, wanted.keep, wanted.editions)):
        return
    for kind in wanted.kinds:
        if kind == "pdf":
            yield Case(kind, language, pdf, official)
            continue
        text = wanted.keep / f"{official.stem}.{kind}.txt"
        if not text.exists():
            text.write_text(EXTRACTORS[kind](pdf), "utf-8", newline="")
        yield Case(kind, language, text, official)


def measured(case: Case) -> Result:
    """Read a case and measure it."""
    try:
        return Result(case, measure_difference(reading_of(case.official), reading_of(case.source)))
    except Refusal as refusal:
        return Result(case, None, str(refusal))


def table(results: list[Result]) -> Iterator[str]:
    """Yield the figures by kind and language, each the sum over its documents; a refused source counts as nothing."""
    columns = ("documents", "found", "exact", "spaced", "emphasis", "structure", "notes", "in place")
    yield f"{'':22}{''.join(f'{name:>10}' for name in columns)}{'of':>7}"
    groups: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in results:
        groups[result.case.kind, result.case.language].append(result)
    for (kind, language), group in sorted(groups.items()):
        figures = [result.figures for result in group if result.figures]
        shares = [
            [getattr(of_one, name) for of_one in figures]
            for name in ("paragraphs", "exact", "spaced", "emphasis", "structure", "notes", "placed")
        ]
        percent = (100 * sum(s.part for s in row) / (sum(s.whole for s in row) or 1) for row in shares)
        cells = "".join(f"{value:10.2f}" for value in percent)
        refused = len(group) - len(figures)
        note = f"  {refused} refused" if refused else ""
        yield f"{kind:15}{language:7}{len(group):10}{cells}{sum(s.whole for s in shares[-1]):7}{note}"


def worst(results: list[Result], number: int) -> Iterator[str]:
    """Yield the readings with the most faults, each with its differences."""
    for result in sorted(results, key=lambda one: -one.faults)[:number]:
        if result.refused:
            yield f"{result.case.source.name}: {result.refused}"
        elif result.figures and (result.faults or result.figures.emphasis.percent < 100):
            yield f"{result.case.source.name}: {result.figures.exact} exact, {result.figures.placed} in place"
            kinds = ("missing", "text", "spaces", "emphasis", "structure", "note")
            yield from (_shown(one) for one in result.figures.differences if one.kind in kinds)


def _shown(diff: ReadingDifference) -> str:
    a, b = diff.expected, diff.found
    equal = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    start = max(0, equal - 20) if a and b else 0
    return f"    {diff.kind:8} {a[start : start + SHOWN]!r}\n{'':13}{b[start : start + SHOWN]!r}  {diff.there}"


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sources", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="a session's official XML, a folder for each language")
    parser.add_argument("--documents", type=int, default=25, help="how many of each language")
    parser.add_argument("--keep", type=Path, default=Path("build/sources"), help="where editions and texts are kept")
    parser.add_argument("--editions", type=Path, help="a corpus run's folder, whose print editions are taken")
    parser.add_argument("--jobs", type=int, default=1, help="documents at the same time")
    parser.add_argument("--languages", nargs="+", default=list(FOLDERS), choices=FOLDERS)
    parser.add_argument("--kinds", nargs="+", default=[k for k in KINDS if _at_hand(k)], choices=KINDS)
    parser.add_argument("--pairs", nargs="+", type=Path, default=[], help="a source, its official XML, and so on")
    parser.add_argument("--worst", type=int, default=10)
    return parser.parse_args(given)


def _at_hand(kind: str) -> bool:
    modules = {"pdfium": "pypdfium2", "pypdf": "pypdf", "pdfminer": "pdfminer"}
    if kind in NEEDS:
        return which(NEEDS[kind]) is not None
    try:
        import_module(modules.get(kind, "engross"))
    except ImportError:
        return False
    return True


def _given(pairs: list[Path]) -> Iterator[Result]:
    for source, official in zip(pairs[::2], pairs[1::2], strict=True):
        code = re.sub(r".*\.(\w\w)", r"\1", source.stem)
        yield measured(Case("given", code, source, official))


def _document(plan: Wanted, document: tuple[str, Path]) -> list[Result]:
    """Make and measure all sources that one document gives."""
    language, official = document
    return [measured(case) for case in cases(plan, official, language)]


def _all(options: argparse.Namespace) -> Iterator[Result]:
    yield from _given(options.pairs)
    if not options.folder:
        return
    options.keep.mkdir(parents=True, exist_ok=True)
    named = chosen(options.folder, options.languages, options.documents)
    documents = [(code, official) for code, files in named.items() for official in files]
    plan = Wanted(options.keep, tuple(options.kinds), options.editions)
    with Pool(options.jobs) as pool:
        for n, results in enumerate(pool.imap(partial(_document, plan), documents), start=1):
            print(f"\r{n} of {len(documents)}", end="", file=sys.stderr, flush=True)
            yield from results


def main(given: list[str] | None = None) -> int:
    """Measure and print; return 1 if a source was refused."""
    options = _arguments(given)
    results = list(_all(options))
    print("\n".join([*table(results), "", *worst(results, options.worst)]))
    return int(any(one.refused for one in results))


if __name__ == "__main__":
    sys.exit(main())
