"""Keep what was made of a document, so that a desk that is opened again makes only what has changed since."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from engross.cli.desk.document import DeskDocument
from engross.cli.options import Options, spell_options
from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.pipeline.output import write_files
from engross.readers.voting_data import beside

STATE_NAME = "desk.json"


def make_state_key(document: DeskDocument, options: Options, program: str) -> str:
    """Return the hash of all that the editions of a document depend on; "" if it cannot be read.

    ``program``: the hash of the program's files.
    """
    try:
        contents = [path.read_bytes() for path in (document.source, document.mended_path) if path.is_file()]
        data = [(str(path), path.stat().st_mtime_ns) for path in beside(document.source)]
    except OSError:
        return ""
    named = (document.source.name, document.is_mended, spell_options(options), data, program)
    parts = [*(hashlib.sha256(one).hexdigest() for one in contents), repr(named)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def load_state(document: DeskDocument, key: str) -> dict[str, Any] | None:
    """Return understanding and editions that were kept under a key, if their files are as they were written."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads((document.folder / STATE_NAME).read_text("utf-8"))
        if key and kept["key"] == key and kept["files"] == _stamp_files(kept["editions"]["files"]):
            return {"understanding": kept["understanding"], "editions": kept["editions"]}
    return None


def keep_state(document: DeskDocument, key: str) -> None:
    """Keep understanding and editions of a document. A disk that takes no more is told by the next build."""
    state = document.state
    with suppress(OSError, Refusal):
        stamps = _stamp_files((state.editions or {})["files"])
        kept = {"key": key, "files": stamps, "understanding": state.understanding, "editions": state.editions}
        write_files(document.folder, [FinishedFile(STATE_NAME, json.dumps(kept).encode())])


def _stamp_files(names: list[str]) -> list[list[Any]]:
    return [[name, Path(name).stat().st_size, Path(name).stat().st_mtime_ns] for name in names]
