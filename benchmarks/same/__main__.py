"""The command: ``python -m benchmarks.same BASE [NEW]``."""

from __future__ import annotations

import shutil
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from benchmarks import same
from benchmarks.same.checkout import check_out, commit
from benchmarks.same.commands import Command, commands
from benchmarks.same.difference import differences, files
from benchmarks.same.documents import ROOT, choose_real, copy_cases, digest
from benchmarks.same.run import Room, run

KEPT = ROOT / ".engross" / "same"


def results(wanted: str, todo: Sequence[Command], key: str, jobs: int) -> Path:
    """Return the folder of what a commit makes, from an earlier run or made now. ``wanted`` "" is the working tree."""
    kept = KEPT / "results" / f"{wanted[:12] or 'working-tree'}-{key[:12]}"
    if wanted and kept.is_dir():
        return kept
    workspace = Room(KEPT / "room")
    check_out(wanted, workspace.checkout)
    run(todo, workspace, jobs)
    shutil.rmtree(kept, ignore_errors=True)
    kept.parent.mkdir(parents=True, exist_ok=True)
    return workspace.made.rename(kept)


def table(base: Path, changed: Sequence[str]) -> str:
    """Return a table of how many files of each kind were compared, and how many differ."""
    kinds, differing = (
        Counter(Path(name).suffix or Path(name).name for name in names) for names in (files(base), changed)
    )
    lines = [f"{kind:<12} {number:>6} {differing[kind]:>6}" for kind, number in sorted(kinds.items())]
    return "\n".join([f"{'file':<12} {'base':>6} {'differ':>6}", *lines])


def main() -> int:
    """Compare two commits."""
    parser = ArgumentParser(prog="python -m benchmarks.same", description=same.__doc__)
    parser.add_argument("base", help="commit that is right")
    parser.add_argument("new", nargs="?", default="", help="commit to hold against it (default: the working tree)")
    parser.add_argument("--documents", type=int, default=300, help="real documents beside the cases (default: 300)")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time (default: 2)")
    options = parser.parse_args()
    base, new = commit(options.base), commit(options.new) if options.new else ""
    if not base or (options.new and not new):
        parser.error(f"{options.new if base else options.base} is no commit")
    start, documents = perf_counter(), (*choose_real(options.documents), *copy_cases(KEPT / "cases"))
    command_lines = commands(documents)
    key = digest((*documents, *sorted(Path(same.__file__).parent.glob("*.py"))))
    before = results(base, command_lines, key, options.jobs)
    after = results(new, command_lines, key, options.jobs)
    differing = dict(differences(before, after))
    for name, difference in differing.items():
        print(f"{name}: {difference}")
    print(table(before, list(differing)))
    real = len(documents) - len(list((KEPT / "cases").iterdir()))
    seconds = perf_counter() - start
    print(
        f"{real} real documents (of {options.documents} asked for) and {len(documents) - real} cases, {seconds:.0f} s: "
        + (f"{len(differing)} files differ" if differing else "all the same")
    )
    return 1 if differing or real < options.documents else 0


if __name__ == "__main__":
    sys.exit(main())
