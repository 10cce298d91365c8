"""A contestant in a process of its own: ``python -m benchmarks.worker NAME SOURCE FOLDER``.

It makes the document once to get warm, says so, and then once for each line it is sent, answering with a line of JSON:
wall-clock and processor seconds.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from benchmarks import content
from engross.order import fonts_folder

Make = Callable[[], object]


def engross(editions: str, without: tuple[str, ...] = ()) -> Callable[[Path, Path], Make]:
    """Our own editions, comparisons included; ``without`` some of the mends for speed."""

    def ready(source: Path, out: Path) -> Make:
        from engross.build import Request, build
        from engross.pdf.mend import quick

        if without:
            mend = quick.mend
            quick.mend = lambda: mend(without)
        request = Request(source, out, fonts_folder(""), frozenset(editions.split(",")))
        return lambda: build(request)

    return ready


def plain_weasyprint(source: Path, out: Path) -> Make:
    """WeasyPrint as it comes: the same HTML and CSS, a font configuration a document, as its manual has it."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from engross.fonts import shelf
    from engross.typeset.page import faces

    markup = content.html(content.book(source))
    named = faces(shelf(fonts_folder(""), "zh", markup)).markup

    def make() -> None:
        fonts = FontConfiguration()
        sheet = CSS(string=named, font_config=fonts)
        HTML(string=markup, base_url="file:///").write_pdf(out / "plain.pdf", stylesheets=[sheet], font_config=fonts)

    return make


def typst(source: Path, out: Path) -> Make:
    """Typst in process: the same text, footnotes and index, PDF/UA-1."""
    import typst as compiler

    path, one, turn = out / "sample.typ", content.book(source), count()
    path.write_text(content.typst_markup(one), "utf-8")
    ready = compiler.Compiler(str(path), font_paths=[str(fonts_folder(""))], ignore_system_fonts=True)

    def make() -> None:
        (out / "typst.pdf").write_bytes(ready.compile(format="pdf", pdf_standards=["ua-1"]))

    def other() -> None:
        path.write_text(content.typst_markup(one, next(turn)), "utf-8")

    make.before = other  # type: ignore[attr-defined]
    return make


CONTESTANTS: dict[str, Callable[[Path, Path], Make]] = {
    "engross-pdf": engross("pdf"),
    "engross-all": engross("pdf,html,epub,index"),
    "engross-unmended": engross("pdf", ("write", "styles", "lengths", "text")),
    "without-write": engross("pdf", ("write",)),
    "without-styles": engross("pdf", ("styles",)),
    "without-lengths": engross("pdf", ("lengths",)),
    "without-text": engross("pdf", ("text",)),
    "weasyprint": plain_weasyprint,
    "typst": typst,
}


def main(name: str, source: str, folder: str) -> None:
    """Serve."""
    make = CONTESTANTS[name](Path(source), Path(folder))
    for _ in range(3):
        make()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)  # as the workers of ./press corpus do
    print("ready", flush=True)
    before = getattr(make, "before", lambda: None)  # what another document would bring with it
    for _ in sys.stdin:
        before()
        wall, cpu = time.perf_counter(), time.process_time()
        make()
        print(json.dumps([time.perf_counter() - wall, time.process_time() - cpu]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
