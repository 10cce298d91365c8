"""Read official XML with defects and shapes of files not at hand: ``python -m benchmarks.mutants FILES… [--each 60]``.

Each file is changed in ``--each`` ways, chosen by ``--seed`` (``--all``: in every way), and read. A traceback, a
refusal of well-formed XML, or a character not accounted for is a fault. ``--press N`` also makes the editions of every
Nth mutant, and checks them as ``check`` does. ``--keep DIR`` keeps the files at fault. The exit code is 1 if there was
a fault.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.generators.mutants import Verdict, judged, looked_at, mutants, pressed


def table(verdicts: list[Verdict]) -> Iterator[str]:
    """Yield a table of how many mutants of each kind were read, refused, at fault; then the faults."""
    yield f"{'':10}{'mutants':>10}{'read':>10}{'refused':>10}{'at fault':>10}"
    groups = defaultdict(list)
    for verdict in verdicts:
        groups[verdict.mutant.kind].append(verdict)
    for kind, group in groups.items():
        refused, wrong = sum(bool(verdict.refused) for verdict in group), sum(bool(verdict.fault) for verdict in group)
        yield f"{kind:10}{len(group):10}{len(group) - refused:10}{refused:10}{wrong:10}"
    for verdict in verdicts:
        if verdict.fault:
            yield f"{verdict.mutant.origin.name}: {verdict.mutant.kind}: {verdict.mutant.name}\n    {verdict.fault}"


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="AKN4UN XML")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--each", type=int, default=60, help="how many mutants of each file")
    parser.add_argument("--all", action="store_true", help="every way instead")
    parser.add_argument("--press", type=int, default=0, help="make the editions of every so many-th mutant")
    parser.add_argument("--keep", type=Path, help="where files at fault are kept")
    return parser.parse_args(given)


def main(given: list[str] | None = None) -> int:
    """Change, read and print; return 1 if there was a fault."""
    options = _arguments(given)
    verdicts: list[Verdict] = []
    with TemporaryDirectory() as folder:
        for origin in options.files:
            for mutant in mutants(origin, options.seed, None if options.all else options.each):
                verdicts.append(judged(mutant, Path(folder)))
                if options.press and len(verdicts) % options.press == 0 and not verdicts[-1].refused:
                    verdicts[-1] = pressed(mutant, Path(folder), len(verdicts))
        verdicts = list(looked_at(verdicts))
        for verdict in verdicts:
            if verdict.fault and options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / verdict.mutant.file[-200:]).write_bytes(verdict.mutant.data)
    print("\n".join(table(verdicts)))
    return int(any(verdict.fault for verdict in verdicts))


if __name__ == "__main__":
    sys.exit(main())
