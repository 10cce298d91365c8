"""Where the real documents lie, beside the project; tests of them are marked ``needs("corpus")``."""

from __future__ import annotations

from pathlib import Path

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
SESSION = CORPUS / "GAresolutions" / "77session"
