"""``python -m engross.editions.fonts DIR``: download the pinned fonts to a folder. Exit code 1 if that fails."""

from __future__ import annotations

import sys
from pathlib import Path

from engross.editions.fonts.fetch import download_fonts
from engross.model.notice import Refusal


def main(arguments: list[str]) -> int:
    """Download to the folder that is the only argument, with the progress on stderr; return the exit code."""

    def write_line(line: str) -> None:
        sys.stderr.write(f"{line}\n")

    try:
        count = download_fonts(Path(arguments[0]), write_line)
    except Refusal as refusal:
        write_line(str(refusal))
        return 1
    write_line(f"fonts: {count} fetched and verified" if count else "fonts: all there")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
