"""Attacks by the thousand: ``python -m benchmarks.attacks [--mutants 20000] [--seed 7] [--formats xml,pdf]``.

Seeded mutants of every format, odd names and odd environments (``tests/attacks``) are read, one in so many is built
whole. Whatever is neither made whole, nor at fault and so said, nor refused with advice is a fault; its file is kept
in ``--keep`` and the attack done again by ``--replay ID``. ``--sources`` gives more files to mutate. Ends with 1 where
there was a fault.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.attacks import environment
from tests.attacks.generate import ENDS, SHARES, ids, of_id
from tests.attacks.judge import Outcome, Verdict, judge
from tests.attacks.run import run

EVERY = 30.0  # seconds from one line of progress to the next


def main(words: list[str] | None = None) -> int:
    """Carry out the command; its exit code."""
    args = _arguments(words)
    more = tuple(path for given in args.sources for path in _files(given))
    if args.replay:
        return _replay(args.replay, more, args.keep)
    kinds = tuple(args.formats.split(","))
    names = ids(args.mutants, args.seed, kinds)
    verdicts = list(_with_progress(run(names, args.jobs, more), len(names)))
    faults = sorted((one for one in verdicts if one.outcome is Outcome.FAULT), key=lambda one: one.id)
    print(table(verdicts))
    _list_faults(faults, more, args.keep)
    return 1 if faults else 0


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.attacks", description=__doc__)
    parser.add_argument("--mutants", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--formats", default=",".join(SHARES))
    parser.add_argument("--sources", type=Path, nargs="*", default=[])
    parser.add_argument("--keep", type=Path, default=Path("build/attacks"))
    parser.add_argument("--replay", metavar="ID", default="")
    return parser.parse_args(words)


def _files(given: Path) -> list[Path]:
    """A file, or the files in a folder that are of a format."""
    found = sorted(given.rglob("*")) if given.is_dir() else [given]
    return [path for path in found if path.is_file() and path.name.endswith(tuple(ENDS.values()))]


def _replay(name: str, more: tuple[Path, ...], keep: Path) -> int:
    """Carry out one attack in this process."""
    with TemporaryDirectory() as room:
        if name.startswith("environment-"):
            verdict = environment.attack(name, Path(room) / "room")
        else:
            mutant = of_id(name, more)
            print(f"{name}: {mutant.origin}: {', '.join(mutant.kinds)}\n  kept as {_kept(name, more, keep)}")
            verdict = judge(mutant, Path(room) / "room")
    print(f"{verdict.outcome.value}, {verdict.seconds:.1f} s: {verdict.said}")
    return 1 if verdict.outcome is Outcome.FAULT else 0


def _kept(name: str, more: tuple[Path, ...], keep: Path) -> Path:
    """Write the file of a mutant where it is kept; its path."""
    mutant = of_id(name, more)
    path = keep / f"{name}{ENDS.get(name.partition('-')[0], mutant.origin.suffix)}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(mutant.data)
    return path


def _with_progress(verdicts: Iterable[Verdict], all_of_them: int) -> Iterable[Verdict]:
    begun = last = time.monotonic()
    for n, verdict in enumerate(verdicts, 1):
        if time.monotonic() - last > EVERY:
            last = time.monotonic()
            print(f"{n} of {all_of_them} after {last - begun:.0f} s", file=sys.stderr, flush=True)
        yield verdict


def table(verdicts: list[Verdict]) -> str:
    """How many mutants of each format came to which outcome."""
    counted: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for verdict in verdicts:
        counted[verdict.id.partition("-")[0]][verdict.outcome] += 1
    head = f"{'format':12}" + "".join(f"{outcome.value:>16}" for outcome in Outcome) + f"{'all':>8}"
    rows = (
        f"{kind:12}" + "".join(f"{counts[outcome]:16}" for outcome in Outcome) + f"{counts.total():8}"
        for kind, counts in [*counted.items(), ("all", sum(counted.values(), Counter()))]
    )
    return "\n".join((head, *rows))


def _list_faults(faults: list[Verdict], more: tuple[Path, ...], keep: Path) -> None:
    """Print each kind of fault once, with the ids it was found by, and keep their files."""
    alike: dict[str, list[Verdict]] = defaultdict(list)
    for fault in faults:
        alike[fault.said.partition("): ")[0]].append(fault)
    for some in sorted(alike.values(), key=len, reverse=True):
        print(f"\n{len(some)} × {some[0].said}\n  {' '.join(one.id for one in some[:6])}")
    for fault in faults:
        if not fault.id.startswith("environment-"):
            _kept(fault.id, more, keep)


if __name__ == "__main__":
    sys.exit(main())
