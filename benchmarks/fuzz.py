"""Run the readers under a coverage-guided fuzzer: ``python -m benchmarks.fuzz --reader xml [--seconds 600]``.

Atheris is no part of the locked environment: ``python -m pip install --target DIR atheris``, and DIR in PYTHONPATH.
Fuzzing starts from the sources of the test cases and goes on with inputs that reach new branches of engross; half of
the changes are those of ``tests/attacks``, half are libFuzzer's own. The smallest input for each place of a fault is
kept in ``build/fuzz/<reader>/found`` beside a line that describes it; ``--minimise FILE`` makes one still smaller.
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

LARGEST_SEED, LONGEST = 40_000, 80_000  # bytes, at most, of a source to start from and of an input
HANG = 60  # seconds that one input may take
READERS = ("xml", "docx", "pdf", "text", "yaml")

Check = Callable[[bytes], str]  # returns what is at fault with an input, "" for nothing


def main() -> None:
    """Run the command; the fuzzer ends the process."""
    parser = argparse.ArgumentParser(prog="benchmarks.fuzz", description=__doc__)
    parser.add_argument("--reader", choices=READERS, required=True)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minimise", type=Path)
    options = parser.parse_args()
    if options.minimise:
        _minimise(options.minimise, _checker(options.reader))
        return
    atheris = import_module("atheris")
    folder = Path("build") / "fuzz" / options.reader
    with atheris.instrument_imports(include=["engross"]):
        check = _checker(options.reader)
        seeds = _seeds(options.reader, folder / "corpus")
        for path in sorted(seeds.iterdir())[:20]:  # so that modules loaded on demand are instrumented
            check(path.read_bytes())
    collector = _Found(folder / "found", check)
    limits = (f"-max_total_time={options.seconds}", f"-max_len={LONGEST}", f"-timeout={HANG}", "-rss_limit_mb=3000")
    arguments = [
        sys.argv[0],
        *limits,
        f"-seed={options.seed}",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
        str(seeds),
    ]
    atheris.Setup(arguments, collector.take, custom_mutator=_mutator(options.reader, atheris), internal_libfuzzer=True)
    atheris.Fuzz()


def _checker(reader: str) -> Check:
    """Return a function that reads an input as engross does and reports faults, by the judge of the attacks."""
    from tests.attacks.generate import ENDS
    from tests.attacks.judge import Outcome, judge
    from tests.attacks.mutation import Mutant

    folder = Path(mkdtemp(prefix="engross-fuzz-")) / "room"

    def check(data: bytes) -> str:
        verdict = judge(Mutant("fuzz", folder, (), f"in{ENDS[reader]}".encode(), data), folder)
        return verdict.said if verdict.outcome is Outcome.FAULT else ""

    return check


def _mutator(reader: str, atheris: Any) -> Callable[[bytes, int, int], bytes]:
    """Return a function that changes an input, by the format's own mutations or as libFuzzer does."""
    from tests.attacks.generate import MUTATIONS
    from tests.attacks.mutation import mutate

    def change(data: bytes, longest: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.5:
            return bytes(atheris.Mutate(data, longest))
        return mutate(random, bytes(data), MUTATIONS[reader])[0][:longest]

    return change


def _seeds(reader: str, folder: Path) -> Path:
    """Add the sources of test cases to ``folder`` and return it; the inputs of earlier runs stay there."""
    from tests.attacks.generate import sources

    folder.mkdir(parents=True, exist_ok=True)
    for path in sources().files[reader]:
        if path.stat().st_size < LARGEST_SEED:
            shutil.copyfile(path, folder / hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest())
    return folder


class _Found:
    """Keeps the smallest input for each place of a fault in a folder."""

    def __init__(self, folder: Path, check: Check) -> None:
        self._folder, self._check, self._sizes = folder, check, {}  # type: Path, Check, dict[str, int]
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, data: bytes) -> None:
        """Check one input, and keep it if it has a fault and is the smallest of its place."""
        fault = self._check(data)
        place = _place(fault)
        if fault and len(data) < self._sizes.get(place, LONGEST + 1):
            self._sizes[place] = len(data)
            name = hashlib.sha1(place.encode(), usedforsecurity=False).hexdigest()[:12]
            (self._folder / name).write_bytes(data)
            (self._folder / f"{name}.said").write_text(f"{fault}\n", "utf-8", "backslashreplace")


def _place(fault: str) -> str:
    """Return the part of a fault's description that faults of the same place share."""
    return fault.partition("): ")[0]


def _minimise(path: Path, check: Check) -> None:
    """Remove from a file all that is not needed for the same fault: halves, quarters and so on down to single bytes."""
    data = path.read_bytes()
    place, step = _place(check(data)), len(data)
    while step > 1:
        step //= 2
        start = 0
        while start < len(data):
            shorter = data[:start] + data[start + step :]
            if _place(check(shorter)) == place:
                data = shorter
            else:
                start += step
    smaller = path.with_suffix(".small")
    smaller.write_bytes(data)
    print(f"{smaller}: {len(data)} bytes: {place}")


if __name__ == "__main__":
    main()
