"""Run LibreOffice in one process: ``python office.py FOLDER``, with a Python that has LibreOffice's own module, uno.

Starts LibreOffice with its own profile in the folder, prints "ready", and then converts each Word document whose path
it reads to a PDF, as PDF/A-3b and PDF/UA-1, with fields updated. The answer is the processor seconds that LibreOffice
has taken so far. Linux only: they are read from /proc.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import uno  # type: ignore[import-not-found]  # comes with LibreOffice

TRIES = 300  # tries of 0.1 s until LibreOffice answers


def taken(session: int) -> float:
    """Return the processor seconds of all processes of a session, and of those of their children that have ended."""
    ticks = sum(sum(map(int, fields[11:15])) for fields in _processes() if int(fields[3]) == session)
    return ticks / os.sysconf("SC_CLK_TCK")


def _processes() -> Iterator[list[str]]:
    """Yield the kernel's fields about each process, from its state on."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            yield path.read_text().rpartition(")")[2].split()


def _named(name: str, value: object) -> object:
    property_value = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    property_value.Name, property_value.Value = name, value
    return property_value


def _desktop(address: str) -> object:
    """Return LibreOffice's desktop as soon as it answers. Raises SystemExit if it does not."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(TRIES):
        with suppress(Exception):  # uno creates its exception classes at run time
            remote = resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        time.sleep(0.1)
    raise SystemExit("LibreOffice does not answer")


def convert(desktop: object, document: Path) -> None:
    """Convert a Word document to a PDF beside it."""
    opened = desktop.loadComponentFromURL(document.as_uri(), "_blank", 0, (_named("Hidden", value=True),))  # type: ignore[attr-defined]
    opened.getTextFields().refresh()
    pdf_options = uno.Any(
        "[]com.sun.star.beans.PropertyValue", (_named("SelectPdfVersion", 3), _named("PDFUACompliance", value=True))
    )
    export_options = (_named("FilterName", "writer_pdf_Export"), _named("FilterData", pdf_options))
    opened.storeToURL(document.with_suffix(".pdf").as_uri(), export_options)
    opened.dispose()


def main(folder: Path) -> None:
    """Convert the documents whose paths come in on standard input."""
    address = f"pipe,name=engross-bench-{os.getpid()}"
    command = ("soffice", "--headless", "--norestore", "--nologo", f"--accept={address};urp;")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    office = subprocess.Popen(
        (*command, profile), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        desktop = _desktop(address)
        print("ready", flush=True)
        for line in sys.stdin:
            convert(desktop, Path(line.strip()))
            print(taken(office.pid), flush=True)
    finally:
        os.killpg(office.pid, 15)
        office.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
