"""The real documents beside the project; a test that needs them skips, saying so, where they are absent."""

from __future__ import annotations

from pathlib import Path

import pytest

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
SESSION = CORPUS / "GAresolutions" / "77session"

needs_corpus = pytest.mark.skipif(not SESSION.is_dir(), reason="../shared/corpus is not beside the project")
