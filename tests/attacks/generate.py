"""A format, a seed and a number to a mutant."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from tests.attacks.docx import DOCX
from tests.attacks.hostile import pick_value
from tests.attacks.mutation import Mutant, Mutation, mutate
from tests.attacks.pdf import PDF
from tests.attacks.text import TEXT
from tests.attacks.xml import XML
from tests.attacks.yaml import YAML
from tests.cases import HERE, source_of

WHOLE = 25  # of so many mutants, all editions are made of one
LARGEST = 300_000  # bytes of a source: what is larger shows nothing more, and takes long
ENDS = {"xml": ".xml", "docx": ".docx", "pdf": ".pdf", "text": ".txt", "yaml": ".resolution.yaml"}
MUTATIONS: dict[str, dict[str, Mutation]] = {"xml": XML, "docx": DOCX, "pdf": PDF, "text": TEXT, "yaml": YAML}
# How many of a thousand mutants are of a format.
SHARES = {"xml": 300, "docx": 220, "text": 200, "pdf": 130, "yaml": 120, "names": 20, "environment": 10}
ODD_NAMES = (
    b"..", b"...txt", b"-x", b"--out", b"a/b", b"\xff\xfe.txt", b"a\nb.txt", b"a\x1b[31mb.txt", b"=HYPERLINK(1).txt",
    b" .txt",
    b"[/b].txt", b"con.txt", b"\xe2\x80\xae.txt", b"report.json.txt", b"a" * 251 + b".txt", b"~.txt",
    b"$(id).txt", b"%s%n.txt",
    "é".encode() * 120 + b".txt", b"\\..\\..\\x.txt", b"*.txt", b"a.resolution.txt", b".resolution.yaml",
    b"..txt", b"a:b.txt",
    b"\xed\xa0\x80.txt", b"'\".txt", b"{0}.txt", b"\xc2\x9b.txt", b"a.txt.",
)  # fmt: skip


@dataclass(frozen=True)
class Sources:
    """The files that mutants are made from, by format."""

    files: dict[str, tuple[Path, ...]] = field(default_factory=dict)


@cache
def sources(more: tuple[Path, ...] = ()) -> Sources:
    """The sources of the test cases and the sample, and files given besides."""
    folders = [
        folder for stage in ("structure", "notice", "yaml", "akn-out") for folder in sorted((HERE / stage).iterdir())
    ]
    cases = [source_of(folder) for folder in folders if any(folder.glob("in.*"))]
    samples = sorted((HERE.parent.parent / "samples").glob("*.txt"))
    files = [path for path in (*cases, *samples, *more) if path.stat().st_size < LARGEST]
    by_format = {name: tuple(path for path in files if path.name.endswith(end)) for name, end in ENDS.items()}
    return Sources(by_format)


def mutant(kind: str, seed: int, number: int, more: tuple[Path, ...] = ()) -> Mutant:
    """The mutant of that number: of one of the formats in ``MUTATIONS``, or an odd name for an unchanged source."""
    random, name = Random(f"{kind} {seed} {number}"), f"{kind}-{seed}-{number}"
    if kind == "names":
        return _named(random, name, more)
    origin = random.choice(sources(more).files[kind])
    data, kinds = mutate(random, origin.read_bytes(), MUTATIONS[kind])
    return Mutant(name, origin, kinds, f"in{ENDS[kind]}".encode(), data, random.randrange(WHOLE) == 0)


def _named(random: Random, name: str, more: tuple[Path, ...]) -> Mutant:
    """A source under a name that some file systems would not have."""
    kind = random.choice(list(ENDS))
    origin = random.choice(sources(more).files[kind])
    end = origin.suffix.encode()
    rest = pick_value(random).encode("utf-8", "surrogatepass")[:80] + end
    odd = random.choice((*ODD_NAMES, rest, random.randbytes(9) + end)).replace(b"/", b"\\").replace(b"\x00", b"-")
    return Mutant(
        name, origin, ("name",), odd[:255] if odd.strip(b".") else b"..." + end, origin.read_bytes(), whole=True
    )


def of_id(name: str, more: tuple[Path, ...] = ()) -> Mutant:
    """The mutant of an id. Raises ValueError for what is none."""
    kind, seed, number = name.split("-")
    return mutant(kind, int(seed), int(number), more)


def counts(all_of_them: int, kinds: tuple[str, ...] = tuple(SHARES)) -> dict[str, int]:
    """How many mutants of each format are so many in all."""
    shares = {kind: SHARES[kind] for kind in kinds}
    return {kind: max(1, all_of_them * share // sum(shares.values())) for kind, share in shares.items()}


def ids(all_of_them: int, seed: int, kinds: tuple[str, ...] = tuple(SHARES)) -> list[str]:
    """The ids of so many mutants, of each format its share, spread evenly."""
    shares = counts(all_of_them, kinds)
    spread = sorted((number / count, kind, number) for kind, count in shares.items() for number in range(count))
    return [f"{kind}-{seed}-{number}" for _, kind, number in spread]
