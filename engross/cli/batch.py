"""What a person at a terminal sees of many documents: the corpus run, the volume, the concordance."""

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
    from engross.batch.corpus import Item, JournalLine, RunResources, RunSummary, TellRunProgress
    from engross.batch.corpus import RunOptions as CorpusOrder

CONTEXT_CHARACTERS = 40  # characters shown before and behind words that were found
PROGRESS_SECONDS = 5.0  # seconds between plain lines of progress where there is no terminal
EDITION_BY_OPTION = {"pdf": "pdf", "epub": "epub", "html": "html", "data": "index", "akn": "akn"}


def make_corpus(many: RunCommandOptions) -> bool:
    """Make the editions of every source, telling the progress, and print what came of them; whether all are well.

    A document that is refused, hangs or is at fault is an entry of the report. Raises Misuse and Refusal.
    """
    from engross.batch.corpus import run_corpus

    order, run = _make_run_options(many)
    with _show_progress() as say:
        summary = run_corpus(tuple(many.sources), order, run, say)
    _print_summary(summary)
    well = all(line.state in ("done", "left out") for line in summary.lines)
    return _check_run(many, summary) and well if many.check else well


def _check_run(many: RunCommandOptions, summary: RunSummary) -> bool:
    """Put the editions of a run to the validators, with a line of the table for each language and organ."""
    groups = {Path(many.out) / line.name: (line.language, line.organ) for line in summary.lines}
    return console.check_files([many.out], many.thorough, many.jobs, lambda path: groups.get(path.parent, ("?", "?")))


def bind_volume(many: RunCommandOptions, title: str) -> None:
    """Bind the documents of every source into one PDF, telling the progress. Raises Misuse and Refusal."""
    from engross.batch.volume import VolumeRequest, make_volume

    order, run = _make_run_options(many)
    with _show_progress() as say:
        made = make_volume(VolumeRequest(tuple(many.sources), order, Path(many.out), title), run, say)
    said = f"{len(made.lines)} documents, {made.pages} pages, {made.made} documents made now"
    screen.standard_output().print(said, style="bold")
    screen.standard_output().print(f"  {made.path}  {made.path.stat().st_size / 1000:.0f} kB")


def _make_run_options(many: RunCommandOptions) -> tuple[CorpusOrder, RunResources]:
    """What is wanted of every source and how it is to be done. Raises Misuse."""
    from engross.batch.corpus import RunOptions, RunResources
    from engross.batch.corpus.storage import is_url

    unknown = [name for name in many.editions if name not in EDITION_BY_OPTION]
    if many.check and is_url(many.out):
        raise Misuse("--check looks at files on this machine: give --out a folder")
    check_scheduler(many.scheduler)
    check_bounds(many.timeout, many.memory)
    if unknown or many.jobs < 0:
        raise Misuse(f"--editions is some of {','.join(EDITION_BY_OPTION)}, --jobs 0 or more")
    editions = frozenset(EDITION_BY_OPTION[name] for name in many.editions)
    chosen = (many.language, many.organ, many.session)
    profile = find_profile(many.profile)
    out, url = (Path(), many.out) if is_url(many.out) else (Path(many.out), "")
    order = RunOptions(out, fonts_folder(many.fonts), editions, *chosen, many.with_record, profile, url)
    return order, RunResources(console.core_count(many.jobs), many.timeout, many.force, many.scheduler, many.memory)


@contextmanager
def _show_progress() -> Iterator[TellRunProgress]:
    """A bar at a terminal, else a plain line now and then: documents, pages, rate, time left, failures."""
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
    """What a run has come to so far."""

    def __init__(self) -> None:
        self.began = self.spoke = monotonic()
        self.pages = 0
        self.states: Counter[str] = Counter()

    def add_line(self, line: JournalLine | None) -> None:
        """Count a document."""
        if line:
            self.states[line.state] += 1
            self.pages += line.counts.get("pages", 0)

    def describe_progress(self, done: int) -> str:
        """The tally in words."""
        rate = done / max(monotonic() - self.began, 0.001)
        failures = sum(n for state, n in self.states.items() if state not in ("done", "left out"))
        return f"{self.pages} pages, {rate:.1f} documents a second, {failures} not done"

    def print_progress(self, done: int, total: int, line: JournalLine | None) -> None:
        """Say a plain line if it is time, and at the end."""
        self.add_line(line)
        if total and (done == total or monotonic() - self.spoke > PROGRESS_SECONDS):
            self.spoke = monotonic()
            left = (self.spoke - self.began) / max(done, 1) * (total - done)
            screen.standard_error().print(
                f"{done} of {total} documents, {self.describe_progress(done)}, {left:.0f} s left"
            )


def _print_summary(summary: RunSummary) -> None:
    from engross.batch.corpus.corpus_index import make_run_report

    said = make_run_report(summary.lines)
    if said["groups"]:
        table = Table(*said["groups"][0], box=None)
        for group in said["groups"]:
            table.add_row(*map(str, group.values()))
        screen.print_table(table)
    for entry in said["not_done"]:
        screen.standard_error().print(f"{entry['name']}: {entry['state']}: {entry['message']}", style="red")
    for code, times in said["notices"].items():
        screen.standard_output().print(f"  {times:6} {code}")
    states = ", ".join(f"{n} {state}" for state, n in said["states"].items())
    screen.standard_output().print(f"{said['documents']} documents ({states}), {summary.made} made now", style="bold")
    for path in summary.files:
        size = f"  {path.stat().st_size / 1000:.0f} kB" if isinstance(path, Path) else ""
        screen.standard_output().print(f"  {path}{size}")


def find_words(words: str, out: str) -> bool:
    """Print where the documents of a run have ``words``; whether any has. Raises Misuse and Refusal."""
    from engross.batch.corpus.find import find_places

    if not words:
        raise Misuse("find needs words: ./press find 人权")
    found = find_places(Path(out), words)
    for one in found:
        screen.standard_output().print(f"{one.symbol}  {one.name}#{one.place}", style="bold")
        screen.standard_output().print(f"  {_excerpt_around(one.text, words)}")
    documents = len({one.name for one in found})
    screen.standard_error().print(f"{len(found)} places in {documents} documents")
    return bool(found)


def _excerpt_around(text: str, words: str) -> str:
    """The words and what stands around them."""
    at = max(0, text.lower().find(words.lower()))
    start, end = max(0, at - CONTEXT_CHARACTERS), at + len(words) + CONTEXT_CHARACTERS
    return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"


def compare_languages(many: RunCommandOptions, allow: str) -> bool:
    """Print where the language versions of documents differ, and write it all down; whether none does or is refused.

    Raises Misuse and Refusal.
    """
    from engross.batch.concord import make_concordance, read_allowances
    from engross.batch.concord.page import count_aspects, format_as_json, render_concordance
    from engross.batch.corpus import find_items
    from engross.model.book import FinishedFile
    from engross.pipeline import output

    allowances = read_allowances(Path(allow)) if allow else ()
    sources = find_items(tuple(many.sources))
    left_out = tuple((item.display_name, _reason_left_out(item)) for item in sources if _reason_left_out(item))
    found = make_concordance(
        _report_read_sources([item.path for item in sources if not _reason_left_out(item)]), allowances
    )
    found = replace(found, refused=(*left_out, *found.refused))
    table = Table("differ in", "documents", "differences", box=None)
    for aspect, documents, times in count_aspects(found):
        table.add_row(aspect, str(documents), str(times))
    screen.standard_output().print(table)
    for source, message in found.refused:
        screen.standard_error().print(f"refused: {source}: {message}", style="red")
    for one in found.unused:
        screen.standard_error().print(f"allowed but not met: {one.document}, {one.aspect} {one.place}", style="yellow")
    differing = len({one.document for one in found.differences})
    screen.standard_output().print(
        f"{len(found.documents)} documents in several languages, {differing} differ", style="bold"
    )
    files = (
        FinishedFile("concordance.html", render_concordance(found)),
        FinishedFile("concordance.json", format_as_json(found)),
    )
    for path in output.write_files(Path(many.out), files):
        screen.standard_output().print(f"  {path}  {path.stat().st_size / 1000:.0f} kB")
    return not found.differences and not found.unused and not found.refused


def _reason_left_out(item: Item) -> str:
    """Why a source is not compared; "" for one that is."""
    if item.fault:
        return item.fault
    return "it is no file of this machine: unpack it, or fetch it first" if item.member or item.url else ""


def _report_read_sources(paths: list[Path]) -> Iterator[Path]:
    """The paths, telling now and then how many are done."""
    spoke = monotonic()
    for done, path in enumerate(paths):
        yield path
        if monotonic() - spoke > PROGRESS_SECONDS:
            spoke = monotonic()
            screen.standard_error().print(f"{done + 1} of {len(paths)} sources read …")
