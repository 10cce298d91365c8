"""The readers under a coverage-guided fuzzer: ``python -m benchmarks.fuzz --reader xml [--seconds 600]``.

Atheris is no part of the locked environment: ``python -m pip install --target DIR atheris``, and DIR in PYTHONPATH. It
begins with the sources of the test cases and goes on with what reaches new branches of engross; half of the changes are
those of ``tests/attacks``, half are libFuzzer's own. The smallest input for each place that a fault comes from is kept
in ``build/fuzz/<reader>/found`` beside a line that says what it was; ``--minimise FILE`` makes one smaller still.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

LARGEST_SEED, LONGEST = 40_000, 80_000  # bytes of a source that it begins with, and of an input
HANG = 60  # seconds that one input may take
READERS = ("xml", "docx", "pdf", "text", "yaml")

Check = Callable[[bytes], str]  # an input to what is at fault, "" for nothing


def main() -> None:
    """Carry out the command; the fuzzer ends the process."""
    parser = argparse.ArgumentParser(prog="benchmarks.fuzz", description=__doc__)
    parser.add_argument("--reader", choices=READERS, required=True)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minimise", type=Path)
    args = parser.parse_args()
    if args.minimise:
        _minimise(args.minimise, _checker(args.reader))
        return
    atheris = import_module("atheris")
    folder = Path("build") / "fuzz" / args.reader
    with atheris.instrument_imports(include=["engross"]):
        check = _checker(args.reader)
        seeds = _seeds(args.reader, folder / "corpus")
        for path in sorted(seeds.iterdir())[:20]:  # modules that are loaded when they are needed
            check(path.read_bytes())
    found = _Found(folder / "found", check)
    limits = (f"-max_total_time={args.seconds}", f"-max_len={LONGEST}", f"-timeout={HANG}", "-rss_limit_mb=3000")
    words = [
        sys.argv[0],
        *limits,
        f"-seed={args.seed}",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
        str(seeds),
    ]
    atheris.Setup(words, found.take, custom_mutator=_mutator(args.reader, atheris), internal_libfuzzer=True)
    atheris.Fuzz()


def _checker(reader: str) -> Check:
    """What reads an input as engross does and says what is at fault, by the judge of the attacks."""
    from tests.attacks.generate import ENDS
    from tests.attacks.judge import Outcome, judge
    from tests.attacks.mutation import Mutant

    room = Path(mkdtemp(prefix="engross-fuzz-")) / "room"

    def check(data: bytes) -> str:
        verdict = judge(Mutant("fuzz", room, (), f"in{ENDS[reader]}".encode(), data), room)
        return verdict.said if verdict.outcome is Outcome.FAULT else ""

    return check


def _mutator(reader: str, atheris: Any) -> Callable[[bytes, int, int], bytes]:
    """What changes an input: by the format's own mutations, or as libFuzzer does."""
    from tests.attacks.generate import MUTATIONS
    from tests.attacks.mutation import mutate

    def change(data: bytes, longest: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.5:
            return bytes(atheris.Mutate(data, longest))
        return mutate(random, bytes(data), MUTATIONS[reader])[0][:longest]

    return change


def _seeds(reader: str, folder: Path) -> Path:
    """A folder of the sources of test cases; what an earlier run has put there stays."""
    from tests.attacks.generate import sources

    folder.mkdir(parents=True, exist_ok=True)
    for path in sources().files[reader]:
        if path.stat().st_size < LARGEST_SEED:
            shutil.copyfile(path, folder / hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest())
    return folder


class _Found:
    """The smallest input for each place that a fault comes from, kept in a folder."""

    def __init__(self, folder: Path, check: Check) -> None:
        self._folder, self._check, self._sizes = folder, check, {}  # type: Path, Check, dict[str, int]
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, data: bytes) -> None:
        """Look at one input."""
        said = self._check(data)
        place = _place(said)
        if said and len(data) < self._sizes.get(place, LONGEST + 1):
            self._sizes[place] = len(data)
            name = hashlib.sha1(place.encode(), usedforsecurity=False).hexdigest()[:12]
            (self._folder / name).write_bytes(data)
            (self._folder / f"{name}.said").write_text(f"{said}\n", "utf-8", "backslashreplace")


def _place(said: str) -> str:
    """What faults of one place have in common."""
    return said.partition("): ")[0]


def _minimise(path: Path, check: Check) -> None:
    """Leave out of a file what can be left out with the same fault, in halves, quarters and so on to single bytes."""
    data = path.read_bytes()
    place, size = _place(check(data)), len(data)
    while size > 1:
        size //= 2
        at = 0
        while at < len(data):
            less = data[:at] + data[at + size :]
            if _place(check(less)) == place:
                data = less
            else:
                at += size
    smaller = path.with_suffix(".small")
    smaller.write_bytes(data)
    print(f"{smaller}: {len(data)} bytes: {place}")


if __name__ == "__main__":
    main()
