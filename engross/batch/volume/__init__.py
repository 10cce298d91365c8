"""Bind many sources into one PDF: make each document on its own in a corpus run, then bind them.

The documents stay beside the volume, in a folder of its name, so that after a change in one document only that one is
made again before the volume is bound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engross import __version__
from engross.batch.corpus import JournalLine, RunOptions, RunResources, TellRunProgress, find_items, refuse_overwriting
from engross.batch.corpus.citation_store import natural_key
from engross.batch.corpus.journal import DONE, LEFT_OUT
from engross.batch.volume.bind import PRODUCER_NAME, Binding, SourcePdf, bind_pdfs, next_start
from engross.batch.volume.whole_run import make_whole_run
from engross.editions.typeset.volume import Volume, make_volume_packet
from engross.grammars.language import load_language
from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.model.paper import POINTS_PER_MM
from engross.model.tree import NOWHERE, Where
from engross.pipeline import output

PDF_SUFFIX = ".pdf"
MOST_NAMED = 5  # up to this many documents are named in a refusal


@dataclass(frozen=True, slots=True)
class VolumeRequest:
    """A request for a volume: its sources, options for its documents, its file, its title ("": made from the symbols).

    The folder and the editions in ``order`` are ignored: the volume sets its own.
    """

    sources: tuple[str, ...]
    order: RunOptions
    path: Path
    title: str = ""


@dataclass(frozen=True, slots=True)
class BoundVolume:
    """A finished volume: its file, the lines of its documents in order, how many of them were made in this run."""

    path: Path
    lines: tuple[JournalLine, ...]
    made: int

    @property
    def pages(self) -> int:
        """The number of pages of all documents, and of the empty ones between them."""
        pages = 0
        for line in self.lines:
            pages = next_start(pages) + line.counts["pages"]
        return pages


def make_volume(wanted: VolumeRequest, run: RunResources, say: TellRunProgress) -> BoundVolume:
    """Bind the documents wanted into one PDF, in the natural order of their symbols.

    Raises Refusal if a document is refused or at fault, since a volume must have them all; if the filters leave none;
    or if the file cannot be written.
    """
    if wanted.path.suffix.lower() != PDF_SUFFIX:
        what = f"{wanted.path} is not a name for a PDF"
        raise Refusal(what, "give the volume's file with --out FILE.pdf")
    if wanted.order.url:
        where = Where(wanted.order.url)
        raise Refusal("a volume is bound on this machine", "give it a file here with --out FILE.pdf", where)
    output.check_place(wanted.path)
    refuse_overwriting(find_items(wanted.sources), wanted.path)
    folder = wanted.path.with_suffix("")
    order = replace(wanted.order, out=folder, editions=frozenset({"pdf"}))
    whole = make_whole_run(wanted.sources, order, run, say)
    lines = _sort_lines(whole.lines)
    return BoundVolume(bind_run(lines, folder, wanted), lines, whole.made)


def bind_run(lines: tuple[JournalLine, ...], folder: Path, wanted: VolumeRequest) -> Path:
    """Bind the documents of ``lines``, made by a run in ``folder``, and return the volume's path. Raises Refusal."""
    symbols = tuple(line.symbol for line in lines)
    languages = tuple(dict.fromkeys(line.language for line in lines))
    volume = Volume(wanted.title or _default_title(symbols), symbols, languages, __version__)
    binding = Binding(
        make_volume_packet(volume, PRODUCER_NAME).markup,
        volume.tag,
        is_right_bound=load_language(languages[0]).direction == "rtl",
    )
    inner = wanted.order.format.sheet.inner * POINTS_PER_MM
    data = bind_pdfs(_read_source_pdfs(lines, folder, inner), binding)
    return output.write_files(wanted.path.parent, (FinishedFile(wanted.path.name, data),))[0]


def _sort_lines(lines: Collection[JournalLine]) -> tuple[JournalLine, ...]:
    """Return the lines of the documents in a volume, in order. Raises Refusal if one is not done or none is left."""
    undone = [line for line in lines if line.state not in (DONE, LEFT_OUT)]
    if undone:
        reasons = "; ".join(f"{line.name}: {line.state}: {line.message}" for line in undone[:MOST_NAMED])
        more = f" and {len(undone) - MOST_NAMED} more" if len(undone) > MOST_NAMED else ""
        count = "1 document is" if len(undone) == 1 else f"{len(undone)} documents are"
        raise Refusal(f"{count} not done: {reasons}{more}", "correct them or leave them out", NOWHERE)
    done = [line for line in lines if line.state == DONE]
    if not done:
        raise Refusal("no document is left", "check --language, --organ and --session", NOWHERE)
    return tuple(sorted(done, key=lambda line: (natural_key(line.symbol), line.language, line.name)))


def _default_title(symbols: tuple[str, ...]) -> str:
    return symbols[0] if len(symbols) == 1 else f"{symbols[0]} – {symbols[-1]}"


def _read_source_pdfs(lines: tuple[JournalLine, ...], folder: Path, inner: float) -> Iterator[SourcePdf]:
    for line in lines:
        name = next(name for name, _, _ in line.files if name.endswith(PDF_SUFFIX))
        yield SourcePdf(line.symbol, (folder / line.editions / name).read_bytes(), inner=inner)


__all__ = ["BoundVolume", "VolumeRequest", "bind_run", "make_volume"]
