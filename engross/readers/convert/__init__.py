"""Convert RTF and OpenDocument texts into Word documents, by LibreOffice or else pandoc, where one is installed.

A converter runs in a process of its own with a bound on time, in a folder of its own that is removed. LibreOffice gets
a profile that runs no macros and follows no links; pandoc its sandbox.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from engross.model.limits import CONVERSION_SECONDS
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.readers.load_file import load_file

KINDS = {"rtf": "an RTF text", "odt": "an OpenDocument text"}
RTF_MAGIC = b"{\\rtf"
ODT_MAGIC = b"mimetypeapplication/vnd.oasis.opendocument.text"  # the name and the words of an archive's first member
ODT_MAGIC_AT = 30
RESULT_NAME = "source.docx"
START_AGAIN = 81  # LibreOffice's exit code when it has made its profile
CLOSED_PROFILE = "closed-profile.xcu"


@dataclass(frozen=True, slots=True)
class Converter:
    """An installed converter: its name, and the program with its options up to the file that it reads."""

    name: str
    command: tuple[str, ...]


def find_convertible_format(data: bytes) -> str:
    """Return the format of a file that a converter reads for us: "rtf" or "odt"; "" for any other."""
    if data.startswith(RTF_MAGIC):
        return "rtf"
    return "odt" if data.startswith(ODT_MAGIC, ODT_MAGIC_AT) else ""


def convert_to_word(data: bytes, format_: str, where: Where) -> tuple[bytes, str]:
    """Return the Word document that a converter makes of a file, and the converter's name.

    Raises Refusal if none is installed, or none makes one.
    """
    hint = "open it in Word or LibreOffice and save it as .docx"
    names: list[str] = []
    with tempfile.TemporaryDirectory(prefix="engross-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"source.{format_}"
        source.write_bytes(data)
        for converter in _find_converters(Path(folder), format_):
            names.append(converter.name)
            if _can_convert(converter, source) and (source.parent / RESULT_NAME).is_file():
                return load_file(source.parent / RESULT_NAME), converter.name
    if names:
        what = f"the file is {KINDS[format_]}, and {' and '.join(names)} made no Word document of it"
        raise Refusal(what, hint, where)
    what = f"the file is {KINDS[format_]}, which LibreOffice or pandoc would convert; neither is installed"
    raise Refusal(what, f"{hint}, or install one of them", where)


def _find_converters(folder: Path, format_: str) -> Iterator[Converter]:
    """Yield the converters that are installed, the better first. ``folder``: where they work."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office:
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        settings = files("engross.readers.convert") / CLOSED_PROFILE
        (profile / "user" / "registrymodifications.xcu").write_bytes(settings.read_bytes())
        options = ("--headless", "--norestore", "--nologo", "--convert-to", "docx", "--outdir", str(folder))
        yield Converter("LibreOffice", (office, f"-env:UserInstallation={profile.as_uri()}", *options))
    if pandoc := shutil.which("pandoc"):
        yield Converter("pandoc", (pandoc, "--sandbox", f"--from={format_}", "--to=docx", f"--output={RESULT_NAME}"))


def _can_convert(converter: Converter, source: Path) -> bool:
    """Return whether a converter, run on a file, ends well and in time; it is run again if it asks for that."""
    command = (*converter.command, str(source))
    code = _run_command(command, source.parent)
    return (_run_command(command, source.parent) if code == START_AGAIN else code) == 0


def _run_command(command: tuple[str, ...], folder: Path) -> int | None:
    """Return the exit code of a command; None if it cannot be run, or was ended at the bound on its time."""
    # LibreOffice does not start with a list of fonts that has none of its own, such as that of a build.
    environment = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return None
    try:
        return process.wait(CONVERSION_SECONDS)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end_process(process)


def _end_process(process: subprocess.Popen[bytes]) -> None:
    """End a process and those that it has started, if any still run."""
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
    process.wait()
