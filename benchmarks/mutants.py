"""Official XML with the defects and shapes of files not at hand: ``python -m benchmarks.mutants FILES… [--each 60]``.

Each file is changed in so many ways, chosen by ``--seed`` (``--all``: in every way), and read. A traceback, a refusal
of well-formed XML, or a character not accounted for is a fault. ``--press`` also makes every so many-th mutant's
editions, and looks at them as ``check`` does. ``--keep DIR`` keeps the files at fault. Ends with 1 where there was one.
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
    """How many mutants of each kind were read, refused, at fault; then the faults, most frequent words first."""
    yield f"{'':10}{'mutants':>10}{'read':>10}{'refused':>10}{'at fault':>10}"
    groups = defaultdict(list)
    for one in verdicts:
        groups[one.mutant.kind].append(one)
    for kind, group in groups.items():
        refused, wrong = sum(bool(one.refused) for one in group), sum(bool(one.fault) for one in group)
        yield f"{kind:10}{len(group):10}{len(group) - refused:10}{refused:10}{wrong:10}"
    for one in verdicts:
        if one.fault:
            yield f"{one.mutant.origin.name}: {one.mutant.kind}: {one.mutant.name}\n    {one.fault}"


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
    """Change, read, print; 1 where there was a fault."""
    options = _arguments(given)
    verdicts: list[Verdict] = []
    with TemporaryDirectory() as name:
        for origin in options.files:
            for mutant in mutants(origin, options.seed, None if options.all else options.each):
                verdicts.append(judged(mutant, Path(name)))
                if options.press and len(verdicts) % options.press == 0 and not verdicts[-1].refused:
                    verdicts[-1] = pressed(mutant, Path(name), len(verdicts))
        verdicts = list(looked_at(verdicts))
        for one in verdicts:
            if one.fault and options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / one.mutant.file[-200:]).write_bytes(one.mutant.data)
    print("\n".join(table(verdicts)))
    return int(any(one.fault for one in verdicts))


if __name__ == "__main__":
    sys.exit(main())
