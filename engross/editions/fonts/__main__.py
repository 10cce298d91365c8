"""``python -m engross.editions.fonts DIR``: fetch the pinned fonts into a folder. Exit code 1 where that fails."""

from __future__ import annotations

import sys
from pathlib import Path

from engross.editions.fonts.fetch import download_fonts
from engross.model.notice import Refusal


def main(arguments: list[str]) -> int:
    """Fetch into the folder that is the only argument, telling the progress on stderr; the exit code."""

    def write_line(line: str) -> None:
        sys.stderr.write(f"{line}\n")

    try:
        came = download_fonts(Path(arguments[0]), write_line)
    except Refusal as refusal:
        write_line(str(refusal))
        return 1
    write_line(f"fonts: {came} fetched and verified" if came else "fonts: all there")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
