"""Build a document in a process of its own: an edited template or module counts, and no failure stops the server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from engross.cli.options import Options, spell_options
from engross.cli.serve.desk import PreviewBuild


def build_in_process(source: Path, options: Options) -> PreviewBuild:
    """Build a source as ``options`` ask; return how it went, which the process tells as JSON."""
    # The settings file has been read: what it says stands in the options.
    words = (str(source.absolute()), "--to", "json", "--config", os.devnull, *spell_options(options))
    command = (sys.executable, "-m", "engross", "build", *words)
    try:
        process = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", check=False
        )
    except OSError as error:
        return _make_failure(f"the build cannot be started: {error.strerror}", "close what takes memory, save again")
    try:
        return _read_outcome(json.loads(process.stdout), Path(options.out))
    except ValueError:
        words_said = process.stderr.strip() or f"the build ended with code {process.returncode} and said nothing"
        return _make_failure(words_said, "mend what it names, and save again")


def _read_outcome(outcome: dict[str, Any], out: Path) -> PreviewBuild:
    """Return what ``build --to json`` tells of a document; ``out`` is the folder that its folder is in."""
    if refusal := outcome.get("refusal"):
        return _make_failure(refusal["message"], refusal["hint"], refusal["where"])
    told = (Path(name) for name in outcome["files"])
    # Told is the path as it is shown; the folder and the name of an edition are the same on every file system.
    files = tuple(out / path.parent.name / path.name for path in told)
    return PreviewBuild(outcome["state"] == "done", tuple(outcome["notices"]), files)


def _make_failure(message: str, hint: str, where: str = "") -> PreviewBuild:
    notice = {"code": "", "severity": "error", "message": message, "hint": hint, "where": where, "id": ""}
    return PreviewBuild(ok=False, notices=(notice,))
