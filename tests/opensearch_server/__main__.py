"""Bring the server into a folder: ``python -m tests.opensearch_server FOLDER``."""

import sys
from pathlib import Path

from tests.opensearch_server import fetch_server

fetch_server(Path(sys.argv[1]))
