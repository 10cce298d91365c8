"""``python -m engross.fonts DIR``: fetch the pinned fonts into a folder. Exit code 1 where that fails."""

from __future__ import annotations

import sys
from pathlib import Path

from engross.fonts.fetch import fetch
from engross.notice import Refusal


def main(arguments: list[str]) -> int:
    """Fetch into the folder that is the only argument, telling the progress on stderr; the exit code."""

    def say(line: str) -> None:
        sys.stderr.write(f"{line}\n")

    try:
        came = fetch(Path(arguments[0]), say)
    except Refusal as refusal:
        say(str(refusal))
        return 1
    say(f"fonts: {came} fetched and verified" if came else "fonts: all there")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
