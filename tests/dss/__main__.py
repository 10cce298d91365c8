"""Bring EU DSS into a folder: ``python -m tests.dss FOLDER``."""

import sys
from pathlib import Path

from tests.dss import fetch_dss

fetch_dss(Path(sys.argv[1]))
