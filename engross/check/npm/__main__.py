"""``python -m engross.check.npm FOLDER NAME ...``: bring sets of packages; for the set-up script and the tests."""

from __future__ import annotations

import sys
from pathlib import Path

from engross.check.npm import bring
from engross.notice import Refusal


def main(folder: str, *names: str) -> int:
    """Bring the sets into ``folder``; 1 where one is not to be had, which is said."""
    for name in names:
        try:
            bring(name, Path(folder) / name)
        except Refusal as refusal:
            sys.stderr.write(f"{refusal}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
