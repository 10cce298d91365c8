"""Make the private copies, if there are none, and print their folder: ``python -m engross.editions.engine``."""

from __future__ import annotations

import sys

from engross.editions.engine.private_copies import find_or_make_copies

sys.stdout.write(f"{find_or_make_copies()}\n")
