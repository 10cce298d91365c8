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

from engross import console, screen
from engross.order import Many, Misuse, check_bounds, check_scheduler, fonts_folder, profile_of

if TYPE_CHECKING:
    from engross.corpus import Item, Line, Run, Say, Summary
    from engross.corpus import Order as CorpusOrder

MARGIN = 40  # characters shown before and behind words that were found
BREATH = 5.0  # seconds between plain lines of progress where there is no terminal
EDITIONS = {"pdf": "pdf", "epub": "epub", "html": "html", "data": "index", "akn": "akn"}


def corpus(many: Many) -> bool:
    """Make the editions of every source, telling the progress, and print what came of them; whether all are well.

    A document that is refused, hangs or is at fault is an entry of the report. Raises Misuse and Refusal.
    """
    from engross.corpus import corpus

    order, run = _ordered(many)
    with _progress() as say:
        summary = corpus(tuple(many.sources), order, run, say)
    _print(summary)
    well = all(line.state in ("done", "left out") for line in summary.lines)
    return _checked(many, summary) and well if many.check else well


def _checked(many: Many, summary: Summary) -> bool:
    """Put the editions of a run to the validators, with a line of the table for each language and organ."""
    groups = {Path(many.out) / line.name: (line.language, line.organ) for line in summary.lines}
    return console.check([many.out], many.thorough, many.jobs, lambda path: groups.get(path.parent, ("?", "?")))


def volume(many: Many, title: str) -> None:
    """Bind the documents of every source into one PDF, telling the progress. Raises Misuse and Refusal."""
    from engross.volume import Wanted, volume

    order, run = _ordered(many)
    with _progress() as say:
        made = volume(Wanted(tuple(many.sources), order, Path(many.out), title), run, say)
    said = f"{len(made.lines)} documents, {made.pages} pages, {made.made} documents made now"
    screen.out().print(said, style="bold")
    screen.out().print(f"  {made.path}  {made.path.stat().st_size / 1000:.0f} kB")


def _ordered(many: Many) -> tuple[CorpusOrder, Run]:
    """What is wanted of every source and how it is to be done. Raises Misuse."""
    from engross.corpus import Order, Run
    from engross.corpus.place import is_url

    unknown = [name for name in many.editions if name not in EDITIONS]
    if many.check and is_url(many.out):
        raise Misuse("--check looks at files on this machine: give --out a folder")
    check_scheduler(many.scheduler)
    check_bounds(many.timeout, many.memory)
    if unknown or many.jobs < 0:
        raise Misuse(f"--editions is some of {','.join(EDITIONS)}, --jobs 0 or more")
    editions = frozenset(EDITIONS[name] for name in many.editions)
    chosen = (many.language, many.organ, many.session)
    profile = profile_of(many.profile)
    out, url = (Path(), many.out) if is_url(many.out) else (Path(many.out), "")
    order = Order(out, fonts_folder(many.fonts), editions, *chosen, many.with_record, profile, url)
    return order, Run(console.cores(many.jobs), many.timeout, many.force, many.scheduler, many.memory)


@contextmanager
def _progress() -> Iterator[Say]:
    """A bar at a terminal, else a plain line now and then: documents, pages, rate, time left, failures."""
    tally = _Tally()
    if not screen.err().is_terminal:
        yield tally.plainly
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen.err(), transient=True) as bar:
        task = bar.add_task("documents")

        def say(done: int, total: int, line: Line | None) -> None:
            tally.add(line)
            bar.update(task, completed=done, total=total, description=tally.words(done))

        yield say


class _Tally:
    """What a run has come to so far."""

    def __init__(self) -> None:
        self.began = self.spoke = monotonic()
        self.pages = 0
        self.states: Counter[str] = Counter()

    def add(self, line: Line | None) -> None:
        """Count a document."""
        if line:
            self.states[line.state] += 1
            self.pages += line.counts.get("pages", 0)

    def words(self, done: int) -> str:
        """The tally in words."""
        rate = done / max(monotonic() - self.began, 0.001)
        failures = sum(n for state, n in self.states.items() if state not in ("done", "left out"))
        return f"{self.pages} pages, {rate:.1f} documents a second, {failures} not done"

    def plainly(self, done: int, total: int, line: Line | None) -> None:
        """Say a plain line if it is time, and at the end."""
        self.add(line)
        if total and (done == total or monotonic() - self.spoke > BREATH):
            self.spoke = monotonic()
            left = (self.spoke - self.began) / max(done, 1) * (total - done)
            screen.err().print(f"{done} of {total} documents, {self.words(done)}, {left:.0f} s left")


def _print(summary: Summary) -> None:
    from engross.corpus.gather import report

    said = report(summary.lines)
    if said["groups"]:
        table = Table(*said["groups"][0], box=None)
        for group in said["groups"]:
            table.add_row(*map(str, group.values()))
        screen.print_table(table)
    for entry in said["not_done"]:
        screen.err().print(f"{entry['name']}: {entry['state']}: {entry['message']}", style="red")
    for code, times in said["notices"].items():
        screen.out().print(f"  {times:6} {code}")
    states = ", ".join(f"{n} {state}" for state, n in said["states"].items())
    screen.out().print(f"{said['documents']} documents ({states}), {summary.made} made now", style="bold")
    for path in summary.files:
        size = f"  {path.stat().st_size / 1000:.0f} kB" if isinstance(path, Path) else ""
        screen.out().print(f"  {path}{size}")


def find(words: str, out: str) -> bool:
    """Print where the documents of a run have ``words``; whether any has. Raises Misuse and Refusal."""
    from engross.corpus.find import find

    if not words:
        raise Misuse("find needs words: ./press find 人权")
    found = find(Path(out), words)
    for one in found:
        screen.out().print(f"{one.symbol}  {one.name}#{one.place}", style="bold")
        screen.out().print(f"  {_around(one.text, words)}")
    documents = len({one.name for one in found})
    screen.err().print(f"{len(found)} places in {documents} documents")
    return bool(found)


def _around(text: str, words: str) -> str:
    """The words and what stands around them."""
    at = max(0, text.lower().find(words.lower()))
    start, end = max(0, at - MARGIN), at + len(words) + MARGIN
    return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"


def concord(many: Many, allow: str) -> bool:
    """Print where the language versions of documents differ, and write it all down; whether none does or is refused.

    Raises Misuse and Refusal.
    """
    from engross import package
    from engross.concord import concord, read_allowances
    from engross.concord.page import as_json, aspects, page
    from engross.corpus import items
    from engross.data import File

    allowances = read_allowances(Path(allow)) if allow else ()
    sources = items(tuple(many.sources))
    left_out = tuple((item.shown, _reason_left_out(item)) for item in sources if _reason_left_out(item))
    found = concord(_followed([item.path for item in sources if not _reason_left_out(item)]), allowances)
    found = replace(found, refused=(*left_out, *found.refused))
    table = Table("differ in", "documents", "differences", box=None)
    for aspect, documents, times in aspects(found):
        table.add_row(aspect, str(documents), str(times))
    screen.out().print(table)
    for source, message in found.refused:
        screen.err().print(f"refused: {source}: {message}", style="red")
    for one in found.unused:
        screen.err().print(f"allowed but not met: {one.document}, {one.aspect} {one.place}", style="yellow")
    differing = len({one.document for one in found.differences})
    screen.out().print(f"{len(found.documents)} documents in several languages, {differing} differ", style="bold")
    files = (File("concordance.html", page(found)), File("concordance.json", as_json(found)))
    for path in package.write(Path(many.out), files):
        screen.out().print(f"  {path}  {path.stat().st_size / 1000:.0f} kB")
    return not found.differences and not found.unused and not found.refused


def _reason_left_out(item: Item) -> str:
    """Why a source is not compared; "" for one that is."""
    if item.fault:
        return item.fault
    return "it is no file of this machine: unpack it, or fetch it first" if item.member or item.url else ""


def _followed(paths: list[Path]) -> Iterator[Path]:
    """The paths, telling now and then how many are done."""
    spoke = monotonic()
    for done, path in enumerate(paths):
        yield path
        if monotonic() - spoke > BREATH:
            spoke = monotonic()
            screen.err().print(f"{done + 1} of {len(paths)} sources read …")
