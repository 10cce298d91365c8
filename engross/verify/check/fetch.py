"""Fetch what validators run on: ``python -m engross.verify.check.fetch FOLDER NAME ...``, for set-up script and tests.

A name is ``verapdf``, ``package-validators`` or a set of npm packages: ``ace``, ``axe``, ``reader``. Each gets a folder
of its name.
"""

from __future__ import annotations

import sys
from pathlib import Path

from engross.model.notice import Refusal
from engross.verify.check import verapdf
from engross.verify.check.npm import fetch_packages
from engross.verify.check.packages import programs


def main(folder: str, *names: str) -> int:
    """Fetch each of ``names`` into ``folder``; return 1 if any fails, after printing why and fetching the others."""
    code = 0
    for name in names:
        try:
            if name == "verapdf":
                verapdf.fetch_verapdf(Path(folder) / name)
            elif name == programs.FOLDER_NAME:
                programs.fetch_validators(Path(folder))
            else:
                fetch_packages(name, Path(folder) / name)
        except Refusal as refusal:
            sys.stderr.write(f"{refusal}\n")
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
