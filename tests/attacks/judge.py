"""What became of a mutant: made and whole, at fault and so said, refused with advice, or a fault of engross."""

from __future__ import annotations

import io
import json
import os
import resource
import shutil
import time
import traceback
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import pikepdf
from lxml import etree

from engross.editions.dump import dump_reading
from engross.editions.index import build_index
from engross.editions.write.akn import write_akn
from engross.editions.write.yaml import write_yaml
from engross.grammars.language import load_language
from engross.model.notice import Notice, Refusal, Severity
from engross.model.reading import Overrides, Reading
from engross.model.text import folded_streams
from engross.model.tree import Source
from engross.pipeline.build import EDITIONS, Request, build
from engross.pipeline.read import understand_source
from engross.readers import structure
from engross.readers.load import load_source
from engross.verify import integrity
from engross.verify.scan import scan_source
from tests.attacks.mutation import Mutant
from tests.test_build import FONTS

SECONDS = 20.0  # of processor time that a mutant may take: the fixtures themselves take less than three
FAILED = "engross failed here"  # how an exception that nobody foresaw is refused
ANY_VALUE = "look at --language and --symbol"  # what any ValueError once was, where nothing was wished


class Outcome(Enum):
    """What can become of a mutant; only the last is wrong."""

    WHOLE = "whole"
    AT_FAULT = "at fault, said"
    REFUSED = "refused"
    FAULT = "FAULT"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: its id, the outcome, what was said, the processor seconds it took."""

    id: str
    outcome: Outcome
    said: str = ""
    seconds: float = 0.0


def judge(mutant: Mutant, room: Path) -> Verdict:
    """Read a mutant, or make all its editions, in a folder that is emptied before and after."""
    shutil.rmtree(room, ignore_errors=True)
    folder = room / "in"
    folder.mkdir(parents=True)
    begun = time.process_time()
    try:
        path = Path(os.fsdecode(os.fsencode(folder) + b"/" + mutant.name))
        path.write_bytes(mutant.data)
        outcome, said = _built(path, room) if mutant.whole else _read(path)
    except Exception as error:  # noqa: BLE001  # an exception that nobody foresaw is what is looked for
        outcome, said = Outcome.FAULT, _place(error)
    finally:
        taken = time.process_time() - begun
        shutil.rmtree(room, ignore_errors=True)
    if taken > SECONDS and outcome is not Outcome.FAULT:
        outcome, said = Outcome.FAULT, f"slow: it took {taken:.0f} seconds"
    return Verdict(mutant.id, outcome, said, taken)


def _read(path: Path) -> tuple[Outcome, str]:
    """Read a file as ``read`` does, its text held against the file's; write it in every form and read that again."""
    try:
        source, said = load_source(path)
        reading = understand_source(source, Request(path, path.parent, FONTS))
        faults = (*integrity.compare_with_source(reading), *integrity.compare_with_file(scan_source(source), reading))
    except Refusal as refusal:
        return _refused(refusal)
    outcome, words = _said((*said, *reading.notices, *faults), reading)
    if outcome is Outcome.WHOLE and (lost := "; ".join(_lost_in_writing(reading))):
        return Outcome.FAULT, lost
    return outcome, words


def _lost_in_writing(reading: Reading) -> Iterator[str]:
    """The forms that are not read again as what was written."""
    resolution = reading.resolution
    build_index(resolution, load_language(resolution.language))
    dump_reading(reading)
    forms = {"yaml": write_yaml(resolution), "akn": write_akn(resolution).decode("utf-8")}
    for name, text in forms.items():
        again = structure(Source(f"again.{name}", "", name, text.encode("utf-8"), text), Overrides()).resolution
        if folded_streams(again) != folded_streams(resolution):
            yield f"the text written as {name} is not read again as it was"


def _built(path: Path, room: Path) -> tuple[Outcome, str]:
    """Make all editions, and look at every file that was written, and where."""
    out = room / "out"
    try:
        made = build(Request(path, out, FONTS, EDITIONS))
    except Refusal as refusal:
        left = [one for one in out.rglob("*") if one.is_file()]
        return (Outcome.FAULT, f"refused, and {left[0].name} is there") if left else _refused(refusal)
    if faults := [*_outside(room, made.folder), *find_damage(made.folder)]:
        return Outcome.FAULT, "; ".join(faults)
    errors = [one for one in made.notices if one.severity is Severity.ERROR]
    if not errors and not folded_streams(made.book.resolution).body:
        return Outcome.FAULT, "an edition without text"
    return _said(made.notices, None)


def _refused(refusal: Refusal) -> tuple[Outcome, str]:
    """A refusal has to say what is wrong, where and what to do, and not that engross failed."""
    if refusal.what.startswith(FAILED) or refusal.hint == ANY_VALUE:
        return Outcome.FAULT, f"{refusal.what} ({refusal.hint})"
    missing = [name for name in ("what", "hint") if not getattr(refusal, name).strip()]
    missing += [] if refusal.where.file else ["file"]
    if missing:
        return Outcome.FAULT, f"refused without {', '.join(missing)}: {refusal.what}"
    return Outcome.REFUSED, refusal.what


def _said(notices: tuple[Notice, ...], reading: Reading | None) -> tuple[Outcome, str]:
    errors = [one.message for one in notices if one.severity is Severity.ERROR]
    if errors:
        return Outcome.AT_FAULT, errors[0]
    if reading and not folded_streams(reading.resolution).body:
        return Outcome.FAULT, "a reading without text, and no error"
    return Outcome.WHOLE, ""


def _outside(room: Path, folder: Path) -> Iterator[str]:
    """Files that stand neither in the folder of the editions nor among the sources."""
    if not folder.resolve().is_relative_to((room / "out").resolve()) or folder.resolve() == (room / "out").resolve():
        yield "the folder of the editions is no folder within --out"
    sources = len(list((room / "in").iterdir()))
    if sources != 1:
        yield "something was written beside the source"
    yield from (
        f"{one.name!r} is outside" for one in room.rglob("*") if one.is_file() and not _is_in(one, room, folder)
    )


def _is_in(path: Path, room: Path, folder: Path) -> bool:
    return path.is_relative_to(folder) or path.is_relative_to(room / "in")


def find_damage(folder: Path) -> Iterator[str]:
    """The files of an edition that cannot be opened as what they are."""
    for path in sorted(folder.iterdir()):
        try:
            _open(path)
        except (pikepdf.PdfError, zipfile.BadZipFile, etree.XMLSyntaxError, ValueError) as error:
            yield f"{path.name!r} is damaged: {error}"


def _open(path: Path) -> None:
    data = path.read_bytes()
    if path.suffix == ".pdf":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert len(pdf.pages)
    elif path.suffix == ".epub":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            assert book.testzip() is None
    elif path.suffix in (".xml", ".html"):
        etree.fromstring(data, etree.XMLParser(huge_tree=True))
    elif path.suffix == ".json":
        json.loads(data)


def _place(error: Exception) -> str:
    """The exception and the place it came from, by which equal faults are told."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/engross/" in frame.filename] or frames
    last = ours[-1]
    return (
        f"{type(error).__name__} ({Path(last.filename).parent.name}/{Path(last.filename).name}:{last.lineno}): {error}"[
            :300
        ]
    )


def limit_memory(megabytes: int) -> None:
    """Let this process have so much memory, and no core files."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000, megabytes * 1_000_000))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
