"""Many sources to one PDF: each document set by itself, side by side, as a corpus run sets it; then all bound.

Beside the volume its documents stay in a folder of the volume's name, so that a volume of which one document has
changed is bound anew, not set anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engross import __version__, package
from engross.corpus import Line, Order, Run, Say, corpus
from engross.corpus.gather import natural
from engross.corpus.journal import DONE, LEFT
from engross.corpus.place import Local
from engross.data import File
from engross.model import NOWHERE, Where
from engross.notice import Refusal
from engross.typeset.volume import Volume, packet
from engross.volume.bind import PRODUCER, Quire, bind

PDF = ".pdf"
FEW = 5  # documents named in a refusal


@dataclass(frozen=True, slots=True)
class Wanted:
    """A volume that is wanted: its sources, the order for its documents, its file; "" for a title is its symbols.

    The order's folder and editions are the volume's own and not looked at.
    """

    sources: tuple[str, ...]
    order: Order
    path: Path
    title: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A volume that was made: its file, its documents in order, how many of them were set in this run."""

    path: Path
    lines: tuple[Line, ...]
    made: int

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return sum(line.counts["pages"] for line in self.lines)


def volume(wanted: Wanted, run: Run, say: Say) -> Bound:
    """Bind the documents wanted into one PDF, in the natural order of their symbols.

    Raises Refusal where a document is refused or at fault, for a volume that lacks one is none; where the order's
    filters leave none; and where the file cannot be written.
    """
    if wanted.path.suffix.lower() != PDF:
        what = f"{wanted.path} is no name for a PDF"
        raise Refusal(what, "give the volume's file with --out FILE.pdf", Where(str(wanted.path)))
    if wanted.order.url:
        where = Where(wanted.order.url)
        raise Refusal("a volume is bound on this machine", "give it a file here with --out FILE.pdf", where)
    folder = wanted.path.with_suffix("")
    order = replace(wanted.order, out=folder, editions=frozenset({"pdf"}))
    summary = corpus(wanted.sources, order, run, say)
    if damaged := _damaged(summary.lines, folder):
        package.remove(folder, damaged)
        summary = corpus(wanted.sources, order, replace(run, force=False), say)  # what is not there is made again
    lines = _in_order(summary.lines)
    return Bound(bind_run(lines, folder, wanted), lines, summary.made)


def _damaged(lines: tuple[Line, ...], folder: Path) -> tuple[str, ...]:
    """The files of a run that are not the bytes they were: another program has changed them since."""
    files = ((f"{line.name}/{name}", digest) for line in lines for name, _, digest in line.files)
    return tuple(name for name, digest in files if not Local(folder).is_same(name, digest))


def bind_run(lines: tuple[Line, ...], folder: Path, wanted: Wanted) -> Path:
    """Bind the documents of ``lines``, which a run has made in ``folder``; the path. Raises Refusal."""
    symbols = tuple(line.symbol for line in lines)
    languages = tuple(dict.fromkeys(line.language for line in lines))
    about = Volume(wanted.title or _title(symbols), symbols, languages, __version__)
    data = bind(_quires(lines, folder), packet(about, PRODUCER).markup, about.tag)
    return package.write(wanted.path.parent, (File(wanted.path.name, data),))[0]


def _in_order(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines of a volume; Refusal where one is not done or none is left."""
    bad = [line for line in lines if line.state not in (DONE, LEFT)]
    if bad:
        said = "; ".join(f"{line.name}: {line.state}: {line.message}" for line in bad[:FEW])
        more = f" and {len(bad) - FEW} more" if len(bad) > FEW else ""
        raise Refusal(f"{len(bad)} documents are not done: {said}{more}", "mend them or leave them out", NOWHERE)
    done = [line for line in lines if line.state == DONE]
    if not done:
        raise Refusal("no document is left", "look at --language, --organ and --session", NOWHERE)
    return tuple(sorted(done, key=lambda line: (natural(line.symbol), line.language, line.name)))


def _title(symbols: tuple[str, ...]) -> str:
    return symbols[0] if len(symbols) == 1 else f"{symbols[0]} – {symbols[-1]}"


def _quires(lines: tuple[Line, ...], folder: Path) -> Iterator[Quire]:
    for line in lines:
        name = next(name for name, _, _ in line.files if name.endswith(PDF))
        yield Quire(line.symbol, (folder / line.name / name).read_bytes())


__all__ = ["Bound", "Wanted", "bind_run", "volume"]
