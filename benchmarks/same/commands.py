"""The command lines that both commits run, each with a folder of its own for what it makes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.same.documents import SHARED, chance

MADE = "made"  # the folder of what is made, relative to where the commands run, so the same on both sides
CHUNK = 10  # documents a process: enough to share the cost of starting one
PLAIN = 5  # of PLAIN + len(OPTIONS) documents, PLAIN are made without options
OPTIONS = (
    ("--paper", "a5"),
    ("--paper", "letter", "--font-size", "9"),
    ("--marks-hanging",),
    ("--with-record",),
    ("--profile", "archive"),
    ("--profile", "kindle"),
)
FORMS = ("yaml", "json", "akn", "akn-guideline")  # forms that the command read writes, besides text
FORM_EVERY = 25  # one of this many documents is written in one of these forms, in a process of its own
PAIR = ("pdf/A_RES_73_3-EN.pdf", "GAresolutions/77session/English/A_RES_77_213-2228954E.xml")


@dataclass(frozen=True, slots=True)
class Command:
    """Words for ``python -m engross``; ``name``: the folder of what it makes and prints."""

    name: str
    words: tuple[str, ...]
    documents: tuple[Path, ...]

    def single(self) -> tuple[Command, ...]:
        """Return the same command for each document by itself, for use if one document stops the others."""
        return tuple(Command(f"{self.name}.{n}", self.words, (document,)) for n, document in enumerate(self.documents))

    def line(self) -> tuple[str, ...]:
        """Return the whole command line."""
        out_option = () if self.words[0] in ("read", "compare") else ("--out", f"{MADE}/{self.name}{self._file()}")
        return (*self.words, *map(str, self.documents), *out_option)

    def _file(self) -> str:
        return "/volume.pdf" if self.words[0] == "volume" else ""


def commands(documents: Sequence[Path]) -> tuple[Command, ...]:
    """Return commands that build every document, with options by its name, and read it; others for some documents."""
    chosen: dict[tuple[str, ...], list[Path]] = defaultdict(list)
    for document in documents:
        number = chance(document) % (PLAIN + len(OPTIONS)) - PLAIN
        chosen[OPTIONS[number] if number >= 0 else ()].append(document)
    built = [("build", *options) for options in sorted(chosen)]
    return (
        *_many(documents),  # the longest go first
        *(
            build_command
            for words in built
            for build_command in _chunks("-".join(words).replace("--", ""), words, chosen[words[1:]])
        ),
        *_chunks("read", ("read",), documents),
        *_forms(documents),
    )


def _chunks(name: str, words: tuple[str, ...], documents: Sequence[Path]) -> Iterator[Command]:
    """Yield command lines over up to CHUNK documents each; no two documents of one line have the same name."""
    chunks: list[dict[str, Path]] = []
    for document in documents:
        stem = document.stem.removesuffix(".resolution")
        free = next((chunk for chunk in chunks if len(chunk) < CHUNK and stem not in chunk), None)
        if free is None:
            chunks.append(free := {})
        free[stem] = document
    return (Command(f"{name}-{n:02}", words, tuple(chunk.values())) for n, chunk in enumerate(chunks))


def _forms(documents: Sequence[Path]) -> Iterator[Command]:
    for n, document in enumerate(documents[::FORM_EVERY]):
        form = FORMS[n % len(FORMS)]
        yield Command(f"read-{form}-{n:02}", ("read", "--to", form), (document,))


def _many(documents: Sequence[Path]) -> Iterator[Command]:
    """Yield the commands over many documents, and the comparison of two."""
    official = [path for path in documents if path.suffix == ".xml" and SHARED in path.parents]
    sample = tuple({path.stem: path for path in official[::8]}.values())
    if sample:
        yield Command("corpus", ("corpus", "--with-record", "--jobs", "1"), sample)
        yield Command("volume", ("volume", "--jobs", "1"), sample[:8])
    families = sorted((SHARED / "corpus" / "GAresolutions" / "77session").glob("*/A_RES_77_2[0-4]-*.xml"))
    if families:
        yield Command("concord", ("concord",), tuple(families))
    pair = tuple(SHARED / "corpus" / name for name in PAIR)
    if all(path.is_file() for path in pair):
        yield Command("compare", ("compare",), pair)
