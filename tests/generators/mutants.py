"""Official XML changed in one way each, and what becomes of it: read, refused, pressed, looked at."""

from __future__ import annotations

import traceback
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from random import Random

from lxml import etree

from engross import passes
from engross.editions.dump import dump_reading
from engross.model.notice import Code, Refusal, Severity
from engross.model.reading import Overrides, Reading
from engross.model.text import fold
from engross.pipeline.build import Request, build
from engross.readers import structure
from engross.readers.load import load_source
from engross.verify import integrity
from engross.verify.check import check_editions
from tests.generators.broken import AKN, FAULTS, FORMS, Spoil
from tests.generators.damage import TREES
from tests.generators.mutations import BLOCKS, HOLDERS, INLINES, RUNS
from tests.generators.pages import FONTS

WEIGHTS = {"run": 6, "block": 6, "tree": 4, "form": 1, "fault": 2}  # how often a kind of change is chosen
PARTS = ("at the beginning", "in the middle", "at the end")
# What a document cannot do without, or may not have: its absence or presence is refused, and rightly.
REFUSED = {
    "language": ("FRBRlanguage", "FRBRExpression", "identification", "meta", "language="),
    "symbol": (
        "coverPage",
        "docNumber",
        "identification",
        "meta",
        "FRBRWork",
        "FRBRuri",
        "refersTo=",
        "value=",
        "p as ",
    ),
    "no Akoma Ntoso": ("statement as",),
}


@dataclass(frozen=True)
class Mutant:
    """A file changed in one way. ``xml``: it is well-formed still."""

    origin: Path
    kind: str
    name: str
    data: bytes
    xml: bool

    @property
    def file(self) -> str:
        """A name for a file of its own."""
        said = "".join(c if c.isalnum() else "-" for c in f"{self.kind}-{self.name}")
        return f"{self.origin.stem}.{said}.xml"


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: "" or what was at fault; the words of a refusal."""

    mutant: Mutant
    fault: str = ""
    refused: str = ""
    made: Path | None = None


def ways() -> list[tuple[str, str]]:
    """Every way to change a file, as kind and name."""
    turns = cycle(PARTS)
    found = [("run", f"{what} {next(turns)}, {place}") for place in RUNS for what in INLINES]
    found += [("block", f"{what} {next(turns)}, {place}") for place in HOLDERS for what in BLOCKS]
    found += [(kind, name) for kind, names in (("tree", TREES), ("form", FORMS), ("fault", FAULTS)) for name in names]
    return found


def mutants(origin: Path, seed: int, each: int | None) -> Iterator[Mutant]:
    """So many mutants of a file, or all; a way that the file has no place for yields none."""
    data, random = origin.read_bytes(), Random(f"{seed} {origin.parent.name} {origin.name}")
    found = (_mutant(origin, data, way, seed) for way in (ways() if each is None else _chosen(random)))
    yield from islice((mutant for mutant in found if mutant), each)


def _chosen(random: Random) -> Iterator[tuple[str, str]]:
    """Ways in a random order, as often of each kind as its weight says; each once, and at most 5,000."""
    by_kind = defaultdict(list)
    for kind, name in ways():
        by_kind[kind].append((kind, name))
    kinds = random.choices(list(WEIGHTS), [*WEIGHTS.values()], k=5000)
    yield from dict.fromkeys(random.choice(by_kind[kind]) for kind in kinds)


def _mutant(origin: Path, data: bytes, way: tuple[str, str], seed: int) -> Mutant | None:
    kind, name = way
    changed = mutated(data, kind, name, Random(f"{seed} {origin.parent.name} {origin.name} {kind} {name}"))
    return None if changed is None or changed == data else Mutant(origin, kind, name, changed, kind != "fault")


def mutated(data: bytes, kind: str, name: str, random: Random) -> bytes | None:
    """The file changed; None where it has no such place."""
    if kind in ("form", "fault"):
        spoil: Spoil = (FORMS | FAULTS)[name]
        try:
            return spoil(random, data)
        except (IndexError, UnicodeError):
            return None
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return None
    before = etree.tostring(root)
    if kind == "tree":
        TREES[name](random, root)
    else:
        what, place = name.split(", ")
        part = next(p for p in PARTS if what.endswith(p))
        change = INLINES if kind == "run" else BLOCKS
        places = RUNS if kind == "run" else HOLDERS
        insert(random, root, change[what.removesuffix(f" {part}")], places[place], part)
    after = etree.tostring(root, encoding="utf-8")
    return None if etree.tostring(root) == before else after


def insert(random: Random, root: etree._Element, fragment: str, path: str, part: str) -> None:
    """Put a fragment of XML into an element that a path finds."""
    if not (found := root.findall(path) if path != "." else [root]):
        return
    element, box = random.choice(found), etree.fromstring(f'<x xmlns="{AKN}">{fragment}</x>')
    at = {PARTS[0]: 0, PARTS[1]: (len(element) + 1) // 2, PARTS[2]: len(element)}[part]
    if at == 0:
        text = element.text or ""
        cut = 0 if part == PARTS[0] else len(text) // 2
        element.text = text[:cut] + (box.text or "")
        rest = text[cut:]
        if len(box):
            box[-1].tail = (box[-1].tail or "") + rest
        else:
            element.text += rest
    else:
        element[at - 1].tail = (element[at - 1].tail or "") + (box.text or "")
    for n, child in enumerate(list(box)):
        element.insert(at + n, child)


def judged(mutant: Mutant, folder: Path) -> Verdict:
    """A mutant read, and its text held against the file's."""
    path = folder / mutant.file[-200:]
    path.write_bytes(mutant.data)
    try:
        source, _ = load_source(path)
        reading = passes.run_passes(structure(source, Overrides()))
        dump_reading(reading)
    except Refusal as refusal:
        wrong = mutant.xml and not _rightly(mutant, refusal)
        return Verdict(mutant, f"refused: {refusal.what}" if wrong else "", refusal.what)
    except Exception as error:  # noqa: BLE001  # a traceback is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        return Verdict(mutant, f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})")
    finally:
        path.unlink()
    faults = [one.message for one in integrity.compare_with_source(reading)] + list(
        _missing(mutant, source.text, reading)
    )
    return Verdict(mutant, "; ".join(faults))


def _rightly(mutant: Mutant, refusal: Refusal) -> bool:
    """Whether well-formed XML is refused for what the change took away."""
    return any(what in refusal.what and any(word in mutant.name for word in words) for what, words in REFUSED.items())


def _missing(mutant: Mutant, text: str, reading: Reading) -> Iterator[str]:
    """Where the ledger itself does not begin with all characters of a well-formed file.

    What stands where nothing of its kind may, is told and read in its place: then the order is another.
    """
    try:
        root = etree.fromstring(text.encode("utf-8"), etree.XMLParser(encoding="utf-8"))
    except etree.XMLSyntaxError:
        return
    words = fold("".join(root.itertext(etree.Element)))
    inside = root.find(".//{*}authorialNote//{*}authorialNote") is not None  # it is put behind the note around it
    moved = any(notice.code is Code.XML_MENDED for notice in reading.notices)
    found = reading.ledger.raw
    if mutant.xml and (sorted(words) != sorted(found) if inside or moved else words != found):
        yield f"the ledger begins with {len(reading.ledger.raw)} characters, the file has {len(words)}"


def pressed(mutant: Mutant, folder: Path, number: int) -> Verdict:
    """A mutant's editions made in ``folder`` and looked at."""
    path = folder / f"m{number:05}.xml"
    path.write_bytes(mutant.data)
    try:
        outcome = build(Request(path, folder, FONTS, frozenset({"pdf", "html", "epub", "index", "akn"})))
    except Refusal as refusal:
        return Verdict(mutant, f"press: refused: {refusal.what}", refusal.what)
    except Exception as error:  # noqa: BLE001  # a traceback is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        return Verdict(mutant, f"press: {type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})")
    errors = [f"press: {one.message}" for one in outcome.notices if one.severity is Severity.ERROR]
    drawn = Code.MISSING_GLYPH not in {one.code for one in outcome.notices}  # what is told is no fault
    return Verdict(mutant, "; ".join(errors), made=outcome.folder if outcome.ok and drawn else None)


def looked_at(verdicts: list[Verdict]) -> Iterator[Verdict]:
    """The verdicts, with the errors and warnings of the validators on the editions made."""
    folders = [one.made for one in verdicts if one.made]
    rows = check_editions(folders) if folders else ()
    for one in verdicts:
        mine = [row for row in rows if one.made and one.made in row.path.parents]
        found = [
            f"{row.path.suffix} {name}: {f}"
            for row in mine
            for name, many in row.found.items()
            for f in many
            if f.severity is not Severity.INFO
        ]
        yield replace(one, fault="; ".join(found)) if found else one
