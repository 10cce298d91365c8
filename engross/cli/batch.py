"""The commands on many documents: the corpus run, the search in it, the volume, the concordance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from engross.cli import console, screen
from engross.cli.options import Misuse, RunCommandOptions, check_bounds, check_scheduler, find_profile, fonts_folder

if TYPE_CHECKING:
    from engross.batch.corpus import Item, JournalLine, RunOptions, RunResources, RunSummary, TellRunProgress

CONTEXT_CHARACTERS = 40  # shown before and after words that were found
PROGRESS_SECONDS = 5.0  # between plain lines of progress, without a terminal
EDITION_BY_OPTION = {"pdf": "pdf", "epub": "epub", "html": "html", "data": "index", "akn": "akn"}


def make_corpus(options: RunCommandOptions) -> bool:
    """Make the editions of every source, showing progress, and print a summary. Return whether all are without error.

    A document that is refused, hangs or is at fault is an entry of the report. Raises Misuse and Refusal.
    """
    from engross.batch.corpus import run_corpus

    run_options, resources = _make_run_options(options)
    with _show_progress() as tell_progress:
        summary = run_corpus(tuple(options.sources), run_options, resources, tell_progress)
    _print_summary(summary)
    all_done = all(line.state in ("done", "left out") for line in summary.lines)
    return _check_run(options, summary) and all_done if options.check else all_done


def _check_run(options: RunCommandOptions, summary: RunSummary) -> bool:
    """Check the editions of a run; the table has a line for each language and organ. Return whether all are clean."""
    groups = {Path(options.out) / line.name: (line.language, line.organ) for line in summary.lines}
    return console.check_files(
        [options.out], options.thorough, options.jobs, lambda path: groups.get(path.parent, ("?", "?"))
    )


def bind_volume(options: RunCommandOptions, title: str) -> None:
    """Bind the documents of every source into one PDF, showing the progress. Raises Misuse and Refusal."""
    from engross.batch.volume import VolumeRequest, make_volume

    run_options, resources = _make_run_options(options)
    with _show_progress() as tell_progress:
        volume = make_volume(
            VolumeRequest(tuple(options.sources), run_options, Path(options.out), title), resources, tell_progress
        )
    summary = f"{len(volume.lines)} documents, {volume.pages} pages, {volume.made} documents made now"
    screen.standard_output().print(summary, style="bold")
    screen.standard_output().print(f"  {volume.path}  {volume.path.stat().st_size / 1000:.0f} kB")


def _make_run_options(options: RunCommandOptions) -> tuple[RunOptions, RunResources]:
    """Return what is to be made of every source, and how the run is to work. Raises Misuse."""
    from engross.batch.corpus import RunOptions, RunResources
    from engross.batch.corpus.storage import is_url

    unknown = [name for name in options.editions if name not in EDITION_BY_OPTION]
    if options.check and is_url(options.out):
        raise Misuse("--check looks at files on this machine: give --out a folder")
    check_scheduler(options.scheduler)
    check_bounds(options.timeout, options.memory)
    if unknown or options.jobs < 0:
        raise Misuse(f"--editions is some of {','.join(EDITION_BY_OPTION)}, --jobs 0 or more")
    editions = frozenset(EDITION_BY_OPTION[name] for name in options.editions)
    chosen = (options.language, options.organ, options.session)
    profile = find_profile(options.profile)
    out, url = (Path(), options.out) if is_url(options.out) else (Path(options.out), "")
    run_options = RunOptions(out, fonts_folder(options.fonts), editions, *chosen, options.with_record, profile, url)
    return run_options, RunResources(
        console.core_count(options.jobs), options.timeout, options.force, options.scheduler, options.memory
    )


@contextmanager
def _show_progress() -> Iterator[TellRunProgress]:
    """Give a function that shows progress: a bar at a terminal, else a plain line now and then."""
    tally = _RunTally()
    if not screen.standard_error().is_terminal:
        yield tally.print_progress
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen.standard_error(), transient=True) as bar:
        task = bar.add_task("documents")

        def show_line(done: int, total: int, line: JournalLine | None) -> None:
            tally.add_line(line)
            bar.update(task, completed=done, total=total, description=tally.describe_progress(done))

        yield show_line


class _RunTally:
    """The counts of a run so far."""

    def __init__(self) -> None:
        self.began = self.spoke = monotonic()
        self.pages = 0
        self.states: Counter[str] = Counter()

    def add_line(self, line: JournalLine | None) -> None:
        """Count a document; None for none."""
        if line:
            self.states[line.state] += 1
            self.pages += line.counts.get("pages", 0)

    def describe_progress(self, done: int) -> str:
        """Return pages, documents a second and failures in words."""
        rate = done / max(monotonic() - self.began, 0.001)
        failures = sum(n for state, n in self.states.items() if state not in ("done", "left out"))
        return f"{self.pages} pages, {rate:.1f} documents a second, {failures} not done"

    def print_progress(self, done: int, total: int, line: JournalLine | None) -> None:
        """Count a document, and print a plain line every PROGRESS_SECONDS and at the end."""
        self.add_line(line)
        if total and (done == total or monotonic() - self.spoke > PROGRESS_SECONDS):
            self.spoke = monotonic()
            left = (self.spoke - self.began) / max(done, 1) * (total - done)
            screen.standard_error().print(
                f"{done} of {total} documents, {self.describe_progress(done)}, {left:.0f} s left"
            )


def _print_summary(summary: RunSummary) -> None:
    from engross.batch.corpus.corpus_index import make_run_report

    report = make_run_report(summary.lines)
    if report["groups"]:
        table = Table(*report["groups"][0], box=None)
        for group in report["groups"]:
            table.add_row(*map(str, group.values()))
        screen.print_table(table)
    for entry in report["not_done"]:
        screen.standard_error().print(f"{entry['name']}: {entry['state']}: {entry['message']}", style="red")
    for code, times in report["notices"].items():
        screen.standard_output().print(f"  {times:6} {code}")
    states = ", ".join(f"{n} {state}" for state, n in report["states"].items())
    screen.standard_output().print(f"{report['documents']} documents ({states}), {summary.made} made now", style="bold")
    for path in summary.files:
        size = f"  {path.stat().st_size / 1000:.0f} kB" if isinstance(path, Path) else ""
        screen.standard_output().print(f"  {path}{size}")


def find_words(words: str, out: str) -> bool:
    """Print where the documents of a run have ``words``. Return whether any has them. Raises Misuse and Refusal."""
    from engross.batch.corpus.find import find_places

    if not words:
        raise Misuse("find needs words: ./press find 人权")
    places = find_places(Path(out), words)
    for place in places:
        screen.standard_output().print(f"{place.symbol}  {place.name}#{place.place}", style="bold")
        screen.standard_output().print(f"  {_excerpt_around(place.text, words)}")
    documents = len({place.name for place in places})
    screen.standard_error().print(f"{len(places)} places in {documents} documents")
    return bool(places)


def _excerpt_around(text: str, words: str) -> str:
    """Return the words with CONTEXT_CHARACTERS of ``text`` on each side, "…" where it is cut."""
    at = max(0, text.lower().find(words.lower()))
    start, end = max(0, at - CONTEXT_CHARACTERS), at + len(words) + CONTEXT_CHARACTERS
    return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"


def compare_languages(options: RunCommandOptions, allow: str) -> bool:
    """Print and write where the language versions of documents differ. Raises Misuse and Refusal.

    Return True if none differs, no source is refused and no allowance is unused.
    """
    from engross.batch.concord import make_concordance, read_allowances
    from engross.batch.concord.page import count_aspects, format_as_json, render_concordance
    from engross.batch.corpus import find_items
    from engross.model.book import FinishedFile
    from engross.pipeline import output

    allowances = read_allowances(Path(allow)) if allow else ()
    sources = find_items(tuple(options.sources))
    left_out = tuple((item.display_name, _reason_left_out(item)) for item in sources if _reason_left_out(item))
    concordance = make_concordance(
        _report_read_sources([item.path for item in sources if not _reason_left_out(item)]), allowances
    )
    concordance = replace(concordance, refused=(*left_out, *concordance.refused))
    table = Table("differ in", "documents", "differences", box=None)
    for aspect, documents, times in count_aspects(concordance):
        table.add_row(aspect, str(documents), str(times))
    screen.standard_output().print(table)
    for source, message in concordance.refused:
        screen.standard_error().print(f"refused: {source}: {message}", style="red")
    for unused in concordance.unused:
        screen.standard_error().print(
            f"allowed but not met: {unused.document}, {unused.aspect} {unused.place}", style="yellow"
        )
    differing = len({difference.document for difference in concordance.differences})
    screen.standard_output().print(
        f"{len(concordance.documents)} documents in several languages, {differing} differ", style="bold"
    )
    files = (
        FinishedFile("concordance.html", render_concordance(concordance)),
        FinishedFile("concordance.json", format_as_json(concordance)),
    )
    for path in output.write_files(Path(options.out), files):
        screen.standard_output().print(f"  {path}  {path.stat().st_size / 1000:.0f} kB")
    return not concordance.differences and not concordance.unused and not concordance.refused


def _reason_left_out(item: Item) -> str:
    """Return why a source is not compared; "" for one that is."""
    if item.fault:
        return item.fault
    return "it is no file of this machine: unpack it, or fetch it first" if item.member or item.url else ""


def _report_read_sources(paths: list[Path]) -> Iterator[Path]:
    """Yield the paths, and print every PROGRESS_SECONDS how many are done."""
    printed_at = monotonic()
    for done, path in enumerate(paths):
        yield path
        if monotonic() - printed_at > PROGRESS_SECONDS:
            printed_at = monotonic()
            screen.standard_error().print(f"{done + 1} of {len(paths)} sources read …")
