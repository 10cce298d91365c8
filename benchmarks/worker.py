"""Run a contestant in a process of its own: ``python -m benchmarks.worker NAME SOURCE FOLDER``.

It makes a document a few times to get warm, prints "ready", and then makes one for each line it is sent, answering
with a line of JSON: wall-clock and processor seconds. Every document differs in every paragraph from the ones before,
as some contestants remember what they have laid out. Making the contestant's input is not counted.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from benchmarks import content
from engross.pipeline.folders import fonts_folder
from tests.generators.engines import PREAMBLE, SPEED_PATCHES, write_without


@dataclass(frozen=True, slots=True)
class Way:
    """How a contestant makes a document: preparing its input from a source, the work, its processor seconds so far."""

    ready: Callable[[Path], None]
    make: Callable[[], object]
    taken: Callable[[], float] = time.process_time


def engross(editions: str) -> Callable[[Path], Way]:
    """Return how engross makes editions, comparisons included."""

    def way(out: Path) -> Way:
        from engross.pipeline.build import Request, build

        wanted = frozenset(editions.split(","))
        requests: list[Request] = []
        return Way(
            lambda source: requests.insert(0, Request(source, out, fonts_folder(""), wanted)),
            lambda: build(requests[0]),
        )

    return way


def plain_weasyprint(out: Path) -> Way:
    """Return how WeasyPrint as it comes makes the same HTML and CSS: a font configuration a document, as documented."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from engross.editions.assets import style_folder
    from engross.editions.fonts import verified_faces
    from engross.editions.pdf.render_context import hide_system_fonts
    from engross.editions.typeset.print_markup import make_faces_sheet

    hide_system_fonts(style_folder() / "fonts.conf")
    inputs: list[tuple[str, str]] = []

    def ready(source: Path) -> None:
        markup = content.html(content.book(source))
        inputs.insert(0, (markup, make_faces_sheet(verified_faces(fonts_folder(""), "zh", markup)).markup))

    def make() -> None:
        markup, faces = inputs[0]
        fonts = FontConfiguration()
        sheet = CSS(string=faces, font_config=fonts)
        HTML(string=markup, base_url="file:///").write_pdf(out / "plain.pdf", stylesheets=[sheet], font_config=fonts)

    return Way(ready, make)


def typst(out: Path) -> Way:
    """Return how Typst, in process, makes the same text, footnotes and index, as PDF/UA-1."""
    import typst as compiler

    path = out / "typst.typ"
    path.write_text("")
    document_compiler = compiler.Compiler(str(path), font_paths=[str(fonts_folder(""))], ignore_system_fonts=True)
    return Way(
        lambda source: content.write(path, content.markup(content.book(source), content.TYPST)),
        lambda: document_compiler.compile(output=str(out / "typst.pdf"), format="pdf", pdf_standards=["ua-1"]),
    )


def libreoffice(out: Path, pandoc_counts: bool = False) -> Way:
    """Return how LibreOffice in one process makes a PDF from pandoc's Word documents, with footnotes and page fields.

    ``pandoc_counts``: whether making the Word document from marked-up text is counted.
    """
    conf, document, seconds = out / "fonts.conf", out / "sample.docx", [0.0]
    content.write(conf, f"<fontconfig><dir>{fonts_folder('')}</dir><cachedir>{out}</cachedir></fontconfig>")
    command = (office_python(), str(Path(__file__).with_name("office.py")), str(out))
    environment = os.environ | {"FONTCONFIG_FILE": str(conf)}
    office = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)

    def pandoc() -> None:
        subprocess.run(("pandoc", str(out / "sample.md"), "-o", str(document)), check=True)

    def ready(source: Path) -> None:
        content.write(out / "sample.md", content.markup(content.book(source), content.MARKDOWN))
        if not pandoc_counts:
            pandoc()

    def make() -> None:
        if pandoc_counts:
            pandoc()
        print(document, file=office.stdin, flush=True)
        seconds[0] = float(office.stdout.readline() if office.stdout else "")

    if not office.stdout or office.stdout.readline() != "ready\n":
        raise SystemExit("LibreOffice does not start")
    return Way(ready, make, lambda: seconds[0] + (_children() if pandoc_counts else 0.0))


def _children() -> float:
    """Return the processor seconds of the commands that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def office_python() -> str:
    """Return a Python that has LibreOffice's module uno: the system's, or LibreOffice's own; "" if there is none."""
    beside = Path(shutil.which("soffice") or "/").resolve().with_name("python")
    for python in (shutil.which("python3", path=os.defpath), str(beside)):
        if python and Path(python).exists():
            process = subprocess.run((python, "-c", "import uno"), check=False, capture_output=True)
            if not process.returncode:
                return python
    return ""


CONTESTANTS: dict[str, Callable[[Path], Way]] = {
    "engross-pdf": engross("pdf"),
    "engross-all": engross("pdf,html,epub,index"),
    "weasyprint": plain_weasyprint,
    "typst": typst,
    "libreoffice": libreoffice,
    "libreoffice-whole": partial(libreoffice, pandoc_counts=True),
}


WITHOUT = "without-"  # before the name of a patch: the PDF made by an engine that lacks it
UNPATCHED = "engross-unpatched"  # for speed
AGAIN = f"{PREAMBLE}from benchmarks.worker import main\nmain(*sys.argv[1:])\n"


def run_without(name: str, source: str, folder: str) -> None:
    """Go on as another process, with an engine that lacks a patch, or all for speed."""
    left_out = SPEED_PATCHES if name == UNPATCHED else (name.removeprefix(WITHOUT),)
    engine = write_without(Path(folder) / f"engine-{name}", left_out)
    os.execv(sys.executable, (sys.executable, "-c", AGAIN, str(engine), "engross-pdf", source, f"{folder}/{name}"))  # noqa: S606


def main(name: str, source: str, folder: str) -> None:
    """Make documents on request."""
    if name == UNPATCHED or name.startswith(WITHOUT):
        run_without(name, source, folder)
    work_folder = Path(folder) / name
    work_folder.mkdir(parents=True, exist_ok=True)
    way, text, turns = CONTESTANTS[name](work_folder), Path(source).read_text("utf-8"), count(10)

    def once() -> list[float]:
        content.write(work_folder / Path(source).name, content.turned(text, next(turns)))
        way.ready(work_folder / Path(source).name)
        wall, cpu = time.perf_counter(), way.taken()
        way.make()
        return [time.perf_counter() - wall, way.taken() - cpu]

    for _ in range(3):
        once()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)  # as the workers of ./press corpus do
    print("ready", flush=True)
    for _ in sys.stdin:
        print(json.dumps(once()), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
