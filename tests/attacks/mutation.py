"""What a mutation is, and how several of them make a mutant of a source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

Mutation = Callable[[Random, bytes], bytes]  # the bytes of a file to other bytes; unchanged where it has no such place

LARGEST = 3_000_000  # bytes of a mutant: what grows beyond that is cut, and tests of bounds are elsewhere
ROUNDS, WEIGHTS = (1, 2, 3, 8), (6, 3, 2, 1)  # how many mutations a mutant has, and how often


@dataclass(frozen=True, slots=True)
class Mutant:
    """A source changed: its id, the source, the names of the mutations in their order, the name and bytes of the file.

    ``name``: bytes as the file system has them. ``whole``: all editions are made of it, not only a reading.
    """

    id: str
    origin: Path
    kinds: tuple[str, ...]
    name: bytes
    data: bytes
    whole: bool = False


def mutate(random: Random, data: bytes, mutations: Mapping[str, Mutation]) -> tuple[bytes, tuple[str, ...]]:
    """Apply a few mutations, chosen by ``random``; return the bytes and the names of the mutations."""
    kinds = random.choices(list(mutations), k=random.choices(ROUNDS, WEIGHTS)[0])
    for kind in kinds:
        data = mutations[kind](random, data)[:LARGEST]
    return data, tuple(kinds)


def pick_span(random: Random, length: int, longest: int) -> tuple[int, int]:
    """Choose a stretch of at most ``longest`` in something of that length; both ends 0 where it is empty."""
    if not length:
        return 0, 0
    start = random.randrange(length)
    return start, min(length, start + random.randint(1, longest))
