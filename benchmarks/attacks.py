"""Attack the readers by the thousand: ``python -m benchmarks.attacks [--mutants 20000] [--seed 7]``.

Seeded mutants of every format (``--formats xml,pdf``), odd names and odd environments (``tests/attacks``) are read, and
some of them built whole. A fault is any outcome other than a whole edition, a reported fault, or a refusal with advice.
The file of a fault is kept in ``--keep``; ``--replay ID`` repeats the attack. ``--sources`` names more files to mutate.
The exit code is 1 if there was a fault.
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
    """Run the command, and return its exit code."""
    options = _arguments(words)
    extra_sources = tuple(path for source in options.sources for path in _files(source))
    if options.replay:
        return _replay(options.replay, extra_sources, options.keep)
    formats = tuple(options.formats.split(","))
    attack_ids = ids(options.mutants, options.seed, formats)
    verdicts = list(_with_progress(run(attack_ids, options.jobs, extra_sources), len(attack_ids)))
    faults = sorted(
        (verdict for verdict in verdicts if verdict.outcome is Outcome.FAULT), key=lambda verdict: verdict.id
    )
    print(table(verdicts))
    _list_faults(faults, extra_sources, options.keep)
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
    """Return the file itself, or the files of a folder that have a known format."""
    candidates = sorted(given.rglob("*")) if given.is_dir() else [given]
    return [path for path in candidates if path.is_file() and path.name.endswith(tuple(ENDS.values()))]


def _replay(name: str, more: tuple[Path, ...], keep: Path) -> int:
    """Repeat one attack in this process, and return its exit code."""
    with TemporaryDirectory() as folder:
        if name.startswith("environment-"):
            verdict = environment.attack(name, Path(folder) / "room")
        else:
            mutant = of_id(name, more)
            print(f"{name}: {mutant.origin}: {', '.join(mutant.kinds)}\n  kept as {_kept(name, more, keep)}")
            verdict = judge(mutant, Path(folder) / "room")
    print(f"{verdict.outcome.value}, {verdict.seconds:.1f} s: {verdict.said}")
    return 1 if verdict.outcome is Outcome.FAULT else 0


def _kept(name: str, more: tuple[Path, ...], keep: Path) -> Path:
    """Write the file of a mutant to the folder ``keep``, and return its path."""
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
    """Return a table of how many mutants of each format had which outcome."""
    counts_by_format: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for verdict in verdicts:
        counts_by_format[verdict.id.partition("-")[0]][verdict.outcome] += 1
    head = f"{'format':12}" + "".join(f"{outcome.value:>16}" for outcome in Outcome) + f"{'all':>8}"
    rows = (
        f"{kind:12}" + "".join(f"{counts[outcome]:16}" for outcome in Outcome) + f"{counts.total():8}"
        for kind, counts in [*counts_by_format.items(), ("all", sum(counts_by_format.values(), Counter()))]
    )
    return "\n".join((head, *rows))


def _list_faults(faults: list[Verdict], more: tuple[Path, ...], keep: Path) -> None:
    """Print each kind of fault once, with the ids of its attacks, and keep their files."""
    by_kind: dict[str, list[Verdict]] = defaultdict(list)
    for fault in faults:
        by_kind[fault.said.partition("): ")[0]].append(fault)
    for group in sorted(by_kind.values(), key=len, reverse=True):
        print(f"\n{len(group)} × {group[0].said}\n  {' '.join(one.id for one in group[:6])}")
    for fault in faults:
        if not fault.id.startswith("environment-"):
            _kept(fault.id, more, keep)


if __name__ == "__main__":
    sys.exit(main())
