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
    """The folder of what a commit makes: made by an earlier run, or now. ``wanted`` "" is the working tree."""
    kept = KEPT / "results" / f"{wanted[:12] or 'working-tree'}-{key[:12]}"
    if wanted and kept.is_dir():
        return kept
    room = Room(KEPT / "room")
    check_out(wanted, room.checkout)
    run(todo, room, jobs)
    shutil.rmtree(kept, ignore_errors=True)
    kept.parent.mkdir(parents=True, exist_ok=True)
    return room.made.rename(kept)


def table(base: Path, changed: Sequence[str]) -> str:
    """How many files of each kind were compared, and how many differ."""
    kinds, faults = (
        Counter(Path(name).suffix or Path(name).name for name in names) for names in (files(base), changed)
    )
    lines = [f"{kind:<12} {number:>6} {faults[kind]:>6}" for kind, number in sorted(kinds.items())]
    return "\n".join([f"{'file':<12} {'base':>6} {'differ':>6}", *lines])


def main() -> int:
    """Compare two commits."""
    parser = ArgumentParser(prog="python -m benchmarks.same", description=same.__doc__)
    parser.add_argument("base", help="commit that is right")
    parser.add_argument("new", nargs="?", default="", help="commit to hold against it (default: the working tree)")
    parser.add_argument("--documents", type=int, default=300, help="real documents beside the cases (default: 300)")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time (default: 2)")
    said = parser.parse_args()
    base, new = commit(said.base), commit(said.new) if said.new else ""
    if not base or (said.new and not new):
        parser.error(f"{said.new if base else said.base} is no commit")
    began, documents = perf_counter(), (*choose_real(said.documents), *copy_cases(KEPT / "cases"))
    todo = commands(documents)
    key = digest((*documents, *sorted(Path(same.__file__).parent.glob("*.py"))))
    before = results(base, todo, key, said.jobs)
    after = results(new, todo, key, said.jobs)
    found = dict(differences(before, after))
    for name, how in found.items():
        print(f"{name}: {how}")
    print(table(before, list(found)))
    real = len(documents) - len(list((KEPT / "cases").iterdir()))
    took = perf_counter() - began
    print(
        f"{real} real documents (of {said.documents} asked for) and {len(documents) - real} cases, {took:.0f} s: "
        + (f"{len(found)} files differ" if found else "all the same")
    )
    return 1 if found or real < said.documents else 0


if __name__ == "__main__":
    sys.exit(main())
