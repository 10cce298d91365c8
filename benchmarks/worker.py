"""A contestant in a process of its own: ``python -m benchmarks.worker NAME SOURCE FOLDER``.

It makes a document a few times to get warm, says so, and then one for each line it is sent, answering with a line of
JSON: wall-clock and processor seconds. Every document differs in every paragraph from the ones before, for some
contestants remember what they have laid out. What a contestant's input is made by is not counted.
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
from engross.cli.options import fonts_folder


@dataclass(frozen=True, slots=True)
class Way:
    """How a contestant makes a document: its input got ready from a source, the work, the processor time it takes."""

    ready: Callable[[Path], None]
    make: Callable[[], object]
    taken: Callable[[], float] = time.process_time


def engross(editions: str, without: tuple[str, ...] = ()) -> Callable[[Path], Way]:
    """Our own editions, comparisons included; ``without`` some of the mends for speed."""

    def way(out: Path) -> Way:
        from engross.editions.pdf.patches import speed
        from engross.pipeline.build import Request, build

        if without:
            mend = speed.apply_speed_patches
            speed.apply_speed_patches = lambda _=(): mend(without)  # type: ignore[assignment]
        wanted = frozenset(editions.split(","))
        asked: list[Request] = []
        return Way(
            lambda source: asked.insert(0, Request(source, out, fonts_folder(""), wanted)), lambda: build(asked[0])
        )

    return way


def plain_weasyprint(out: Path) -> Way:
    """WeasyPrint as it comes: the same HTML and CSS, a font configuration a document, as its manual has it."""
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
        markup, named = inputs[0]
        fonts = FontConfiguration()
        sheet = CSS(string=named, font_config=fonts)
        HTML(string=markup, base_url="file:///").write_pdf(out / "plain.pdf", stylesheets=[sheet], font_config=fonts)

    return Way(ready, make)


def typst(out: Path) -> Way:
    """Typst in process: the same text, footnotes and index, PDF/UA-1."""
    import typst as compiler

    path = out / "typst.typ"
    path.write_text("")
    ready = compiler.Compiler(str(path), font_paths=[str(fonts_folder(""))], ignore_system_fonts=True)
    return Way(
        lambda source: content.write(path, content.markup(content.book(source), content.TYPST)),
        lambda: ready.compile(output=str(out / "typst.pdf"), format="pdf", pdf_standards=["ua-1"]),
    )


def libreoffice(out: Path, pandoc_counts: bool = False) -> Way:
    """LibreOffice in one process: Word documents by pandoc, with footnotes and page numbers as fields, to PDF.

    ``pandoc_counts``: whether the making of the Word document out of marked-up text is counted.
    """
    conf, document, seconds = out / "fonts.conf", out / "sample.docx", [0.0]
    content.write(conf, f"<fontconfig><dir>{fonts_folder('')}</dir><cachedir>{out}</cachedir></fontconfig>")
    words = (office_python(), str(Path(__file__).with_name("office.py")), str(out))
    with_fonts = os.environ | {"FONTCONFIG_FILE": str(conf)}
    office = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=with_fonts)

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
    """The processor seconds of the commands that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def office_python() -> str:
    """A Python that has LibreOffice's module: the system's, or LibreOffice's own; "" where none has."""
    beside = Path(shutil.which("soffice") or "/").resolve().with_name("python")
    for python in (shutil.which("python3", path=os.defpath), str(beside)):
        if python and Path(python).exists():
            done = subprocess.run((python, "-c", "import uno"), check=False, capture_output=True)
            if not done.returncode:
                return python
    return ""


# Gains of engross.editions.pdf.patches.speed; "room" saves memory.
MENDS = ("write", "styles", "lengths", "text", "flow", "flex", "notes", "words", "draw", "bare", "files")
CONTESTANTS: dict[str, Callable[[Path], Way]] = {
    "engross-pdf": engross("pdf"),
    "engross-all": engross("pdf,html,epub,index"),
    "engross-unmended": engross("pdf", tuple(MENDS)),
    **{f"without-{name}": engross("pdf", (name,)) for name in MENDS},
    "weasyprint": plain_weasyprint,
    "typst": typst,
    "libreoffice": libreoffice,
    "libreoffice-whole": partial(libreoffice, pandoc_counts=True),
}


def main(name: str, source: str, folder: str) -> None:
    """Serve."""
    room = Path(folder) / name
    room.mkdir(parents=True, exist_ok=True)
    way, text, turns = CONTESTANTS[name](room), Path(source).read_text("utf-8"), count(10)

    def once() -> list[float]:
        content.write(room / Path(source).name, content.turned(text, next(turns)))
        way.ready(room / Path(source).name)
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
