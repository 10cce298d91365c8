"""The Containerfile says what the project says elsewhere; no machine of ours builds images."""

from __future__ import annotations

import re

from tests.test_build import ROOT

TEXT = (ROOT / "Containerfile").read_text("utf-8")


def test_image_has_the_libraries_that_press_installs() -> None:
    press = (ROOT / "press").read_text("utf-8")
    (libraries,) = re.findall(r"apt-get\) set -- (libpango.*) ;;", press)
    assert all(re.search(rf"\b{re.escape(name)}\b", TEXT) for name in libraries.split())


def test_image_is_made_of_the_locks_and_runs_as_nobody_in_particular() -> None:
    assert "--require-hashes -r requirements.lock" in TEXT
    assert re.findall(r"^USER (\w+)$", TEXT, re.MULTILINE) == ["engross"]
    assert TEXT.rstrip().endswith('ENTRYPOINT ["engross"]')
    assert set((ROOT / ".containerignore").read_text("utf-8").split()) >= {".venv", ".engross", ".git", "build"}
