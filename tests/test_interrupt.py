"""Ctrl+C: told at once, exit code 130, no half file; the next run goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.test_build import FONTS, ROOT, SAMPLE

SECONDS_TO_SAY = 2.0  # from the signal to the message
SECONDS_TO_END = 30.0


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.parametrize("command", ["build", "corpus"])
def test_interrupted_command_says_so_and_leaves_no_half_file(command: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = SAMPLE.read_text("utf-8")
    for number in range(200, 260):
        (tmp_path / "in" / f"{number}.txt").write_text(text.replace("77/213", f"77/{number}"), "utf-8")
    sources = [str(tmp_path / "in")] if command == "corpus" else [str(path) for path in (tmp_path / "in").iterdir()]
    words = (sys.executable, "-m", "engross", command, *sources, "--out", str(tmp_path / "out"), "--fonts", str(FONTS))
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(words, cwd=ROOT, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as run:
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob("out/*/report.json")):
            assert time.monotonic() < deadline
            assert run.poll() is None
            time.sleep(0.05)
        run.send_signal(signal.SIGINT)
        began = time.monotonic()
        assert run.stderr is not None
        lines = iter(run.stderr.readline, b"")
        assert any(b"interrupted: ending what is under way" in line for line in lines)
        assert time.monotonic() - began < SECONDS_TO_SAY
        run.communicate(timeout=SECONDS_TO_END)
    assert run.returncode == 130
    assert not list(tmp_path.rglob("*.part"))
    done = len(list(tmp_path.glob("out/*/report.json")))
    assert 0 < done < 60
    if command == "corpus":
        again = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        assert again.returncode == 0
        made = int(again.stdout.partition("documents (60 done), ")[2].split()[0])
        assert made <= 60 - done + 2, "what was made before is not made again"
