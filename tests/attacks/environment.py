"""Attacks on what surrounds a command: variables, streams, folders and limits of the process, one command each."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from tests.attacks.generate import sources
from tests.attacks.judge import Outcome, Verdict, find_damage

ROOT = Path(__file__).parent.parent.parent
SECONDS = 120.0
COMMANDS = (("build", "--out"), ("build", "--out"), ("read",), ("read", "--to", "yaml"))
ALLOWED = (0, 1, 2)  # exit codes: made, refused or at fault, misuse


@dataclass(frozen=True)
class Setting:
    """What surrounds a command: variables, the folder for editions, a line of shell, more words, limits by resource."""

    variables: dict[str, str | None] = field(default_factory=dict)
    out: str = "out"
    shell: str = '"$@"'
    words: tuple[str, ...] = ()
    limits: tuple[tuple[int, int], ...] = ()


Change = Callable[[Setting, Path], Setting]  # a setting in a room to another


def _with(name: str, value: str | None) -> Change:
    return lambda setting, room: replace(
        setting, variables={**setting.variables, name: value and value.format(room=room)}
    )


def _out(name: str) -> Change:
    return lambda setting, _: replace(setting, out=name)


def _within(shell: str) -> Change:
    return lambda setting, _: replace(setting, shell=shell)


def _saying(*words: str) -> Change:
    return lambda setting, _: replace(setting, words=words)


def _limited(what: int, most: int) -> Change:
    return lambda setting, _: replace(setting, limits=((what, most),))


CHANGES: dict[str, Change] = {
    "TMPDIR missing": _with("TMPDIR", "{room}/none"),
    "TMPDIR a file": _with("TMPDIR", "{room}/file"),
    "HOME missing": _with("HOME", "{room}/none"),
    "HOME unset": _with("HOME", None),
    "HOME a file": _with("HOME", "{room}/file"),
    "PATH empty": _with("PATH", ""),
    "XDG_CACHE_HOME a file": _with("XDG_CACHE_HOME", "{room}/file"),
    "no fonts": _saying("--fonts", "none"),
    "fonts a file": _saying("--fonts", "file"),
    "locale C": _with("LC_ALL", "C"),
    "locale POSIX, no UTF-8": lambda setting, _: replace(
        setting, variables={"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ),
    "streams ASCII": _with("PYTHONIOENCODING", "ascii"),
    "locale unknown": _with("LC_ALL", "xx_XX.KESTREL"),
    "narrow terminal": _with("COLUMNS", "1"),
    "width no number": _with("COLUMNS", "x"),
    "terminal dumb": _with("TERM", "dumb"),
    "optimised": _with("PYTHONOPTIMIZE", "2"),
    "hash seed": _with("PYTHONHASHSEED", "4294967295"),
    "zone": _with("TZ", "Pacific/Kiritimati"),
    "out a file": _out("file"),
    "out below a file": _out("file/out"),
    "out a device": _out("/dev/null/out"),
    "out not to be written": _out("/proc/engross"),
    "out too long": _out("o" * 300),
    "out many folders": _out("/".join(["o"] * 40)),
    "out not UTF-8": _out("\udcff"),
    "out with line": _out("a\nb"),
    "out of dots": _out("./x/../y"),
    "stdin closed": _within('"$@" <&-'),
    "stdout closed": _within('"$@" >&-'),
    "stderr closed": _within('"$@" 2>&-'),
    "streams closed": _within('"$@" <&- >&- 2>&-'),
    "stdout full": _within('"$@" >/dev/full'),
    "stderr full": _within('"$@" 2>/dev/full'),
    "stdout a broken pipe": _within('"$@" | true; exit "${PIPESTATUS[0]}"'),
    "folder gone": _within('/bin/mkdir "$ROOM/gone" && cd "$ROOM/gone" && /bin/rmdir "$ROOM/gone" && "$@"'),
    "umask": _within('umask 0777; "$@"'),
    "little memory": _limited(resource.RLIMIT_AS, 700_000_000),
    "less memory": _limited(resource.RLIMIT_AS, 400_000_000),
    "files of 4 kB": _limited(resource.RLIMIT_FSIZE, 4096),
    "files of no byte": _limited(resource.RLIMIT_FSIZE, 0),
    "20 files open": _limited(resource.RLIMIT_NOFILE, 20),
    "8 files open": _limited(resource.RLIMIT_NOFILE, 8),
    "small stack": _limited(resource.RLIMIT_STACK, 256_000),
}


def attack(name: str, room: Path) -> Verdict:
    """Run the command of an id under its setting, in a folder that is emptied before and after."""
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(parents=True)
    (room / "file").write_text("")
    random = Random(name)
    command, kinds = random.choice(COMMANDS), random.choices(list(CHANGES), k=random.choice((1, 1, 2)))
    setting = Setting()
    for kind in kinds:
        setting = CHANGES[kind](setting, room)
    source = random.choice(sources().files[random.choice(("xml", "text", "yaml", "docx"))])
    try:
        outcome, said = _run(command, source, setting, room)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return Verdict(name, outcome, f"{' '.join(command)}, {', '.join(kinds)}: {said}")


def _run(command: tuple[str, ...], source: Path, setting: Setting, room: Path) -> tuple[Outcome, str]:
    out = room / setting.out
    words = [command[0], str(source), *command[1:], *([str(out), *setting.words] if "--out" in command else [])]
    shell = ["/bin/sh", "-c", setting.shell, "sh", sys.executable, "-m", "engross", *words]
    variables = {**os.environ, "ROOM": str(room), "PYTHONPATH": str(ROOT)} | setting.variables
    known = {key: value for key, value in variables.items() if value is not None}
    try:
        done = subprocess.run(
            shell, cwd=room, env=known, capture_output=True, timeout=SECONDS, check=False,
            preexec_fn=lambda: _limit(setting.limits),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Outcome.FAULT, f"hang: over {SECONDS:.0f} seconds"
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    if "Traceback" in said or "engross failed here" in said or done.returncode not in ALLOWED:
        return Outcome.FAULT, f"exit {done.returncode}: {said[-300:]}"
    return _judged(done.returncode, said, room)


def _limit(limits: tuple[tuple[int, int], ...]) -> None:
    for what, most in limits:
        resource.setrlimit(what, (most, most))


def _judged(code: int, said: str, room: Path) -> tuple[Outcome, str]:
    """Whether what was written is what the exit code says."""
    made = [path for path in room.rglob("*") if path.is_file() and path != room / "file"]
    if faults := [fault for folder in {path.parent for path in made} for fault in find_damage(folder)]:
        return Outcome.FAULT, f"exit {code}: {'; '.join(faults)}"
    if code and any(path.suffix in (".pdf", ".epub") for path in made):
        return Outcome.WHOLE, f"exit {code}, and all was made: {said[-100:]}"
    return (Outcome.REFUSED if code else Outcome.WHOLE), said[-200:]
