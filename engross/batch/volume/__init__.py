"""Many sources to one PDF: each document set by itself, side by side, as a corpus run sets it; then all bound.

Beside the volume its documents stay in a folder of the volume's name, so that a volume of which one document has
changed is bound anew, not set anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engross import __version__
from engross.batch.corpus import JournalLine, RunOptions, RunResources, TellRunProgress, run_corpus
from engross.batch.corpus.corpus_index import natural_key
from engross.batch.corpus.journal import DONE, LEFT_OUT
from engross.batch.corpus.storage import LocalStorage
from engross.batch.volume.bind import PRODUCER_NAME, SourcePdf, bind_pdfs
from engross.editions.typeset.volume import Volume, make_volume_packet
from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.model.tree import NOWHERE, Where
from engross.pipeline import output

PDF_SUFFIX = ".pdf"
MOST_NAMED = 5  # documents named in a refusal


@dataclass(frozen=True, slots=True)
class VolumeRequest:
    """A volume that is wanted: its sources, the order for its documents, its file; "" for a title is its symbols.

    The order's folder and editions are the volume's own and not looked at.
    """

    sources: tuple[str, ...]
    order: RunOptions
    path: Path
    title: str = ""


@dataclass(frozen=True, slots=True)
class BoundVolume:
    """A volume that was made: its file, its documents in order, how many of them were set in this run."""

    path: Path
    lines: tuple[JournalLine, ...]
    made: int

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return sum(line.counts["pages"] for line in self.lines)


def make_volume(wanted: VolumeRequest, run: RunResources, say: TellRunProgress) -> BoundVolume:
    """Bind the documents wanted into one PDF, in the natural order of their symbols.

    Raises Refusal where a document is refused or at fault, for a volume that lacks one is none; where the order's
    filters leave none; and where the file cannot be written.
    """
    if wanted.path.suffix.lower() != PDF_SUFFIX:
        what = f"{wanted.path} is no name for a PDF"
        raise Refusal(what, "give the volume's file with --out FILE.pdf", Where(str(wanted.path)))
    if wanted.order.url:
        where = Where(wanted.order.url)
        raise Refusal("a volume is bound on this machine", "give it a file here with --out FILE.pdf", where)
    folder = wanted.path.with_suffix("")
    order = replace(wanted.order, out=folder, editions=frozenset({"pdf"}))
    summary = run_corpus(wanted.sources, order, run, say)
    if damaged := _find_damaged_files(summary.lines, folder):
        output.remove_files(folder, damaged)
        summary = run_corpus(wanted.sources, order, replace(run, force=False), say)  # what is not there is made again
    lines = _sort_lines(summary.lines)
    return BoundVolume(bind_run(lines, folder, wanted), lines, summary.made)


def _find_damaged_files(lines: tuple[JournalLine, ...], folder: Path) -> tuple[str, ...]:
    """The files of a run that are not the bytes they were: another program has changed them since."""
    files = ((f"{line.name}/{name}", digest) for line in lines for name, _, digest in line.files)
    return tuple(name for name, digest in files if not LocalStorage(folder).is_same(name, digest))


def bind_run(lines: tuple[JournalLine, ...], folder: Path, wanted: VolumeRequest) -> Path:
    """Bind the documents of ``lines``, which a run has made in ``folder``; the path. Raises Refusal."""
    symbols = tuple(line.symbol for line in lines)
    languages = tuple(dict.fromkeys(line.language for line in lines))
    about = Volume(wanted.title or _default_title(symbols), symbols, languages, __version__)
    data = bind_pdfs(_read_source_pdfs(lines, folder), make_volume_packet(about, PRODUCER_NAME).markup, about.tag)
    return output.write_files(wanted.path.parent, (FinishedFile(wanted.path.name, data),))[0]


def _sort_lines(lines: tuple[JournalLine, ...]) -> tuple[JournalLine, ...]:
    """The lines of a volume; Refusal where one is not done or none is left."""
    bad = [line for line in lines if line.state not in (DONE, LEFT_OUT)]
    if bad:
        said = "; ".join(f"{line.name}: {line.state}: {line.message}" for line in bad[:MOST_NAMED])
        more = f" and {len(bad) - MOST_NAMED} more" if len(bad) > MOST_NAMED else ""
        raise Refusal(f"{len(bad)} documents are not done: {said}{more}", "mend them or leave them out", NOWHERE)
    done = [line for line in lines if line.state == DONE]
    if not done:
        raise Refusal("no document is left", "look at --language, --organ and --session", NOWHERE)
    return tuple(sorted(done, key=lambda line: (natural_key(line.symbol), line.language, line.name)))


def _default_title(symbols: tuple[str, ...]) -> str:
    return symbols[0] if len(symbols) == 1 else f"{symbols[0]} – {symbols[-1]}"


def _read_source_pdfs(lines: tuple[JournalLine, ...], folder: Path) -> Iterator[SourcePdf]:
    for line in lines:
        name = next(name for name, _, _ in line.files if name.endswith(PDF_SUFFIX))
        yield SourcePdf(line.symbol, (folder / line.name / name).read_bytes())


__all__ = ["BoundVolume", "VolumeRequest", "bind_run", "make_volume"]
