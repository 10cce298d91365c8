"""Where the time of a build goes, stage by stage: ``./press bench --profile``."""

from __future__ import annotations

import cProfile
import pstats
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from engross.cli.options import fonts_folder
from engross.pipeline.build import Request, build

TIMES = 3
# The functions that the stages are entered by: the module's path as it ends, the function, what it is.
STAGES = (
    ("engross/pipeline/build.py", "build", "all of it"),
    ("engross/pipeline/read.py", "understand_source", "read, structure, passes"),
    ("engross/editions/typeset/print_markup.py", "_render_sheet", "typeset for print"),
    ("engross/editions/pdf/__init__.py", "lay_out_body", "lay out the body, audit"),
    ("engross/editions/pdf/__init__.py", "bind_back", "lay out index and colophon"),
    ("engross/editions/pdf/__init__.py", "finish_print", "running heads, paint, tag, write"),
    ("weasyprint/css/__init__.py", "get_all_computed_styles", "… styles of elements"),
    ("weasyprint/layout/__init__.py", "layout_document", "… layout of pages"),
    ("engross/editions/pdf/tags/marked_page.py", "paint", "… painting"),
    ("weasyprint/pdf/fonts.py", "build_fonts_dictionary", "… fonts subset"),
    ("engross/editions/pdf/read_back.py", "read_back", "read the PDF back"),
    ("engross/pipeline/build.py", "_make_epub_edition", "the EPUB"),
    ("engross/pipeline/build.py", "_write_result", "report, files written"),
)


def report(source: Path) -> str:
    """A table of the stages of a warm build, in milliseconds of the processor and as shares, under the profiler.

    Raises SystemExit where a stage is not entered by the function that stands here.
    """
    with TemporaryDirectory(prefix="engross-bench-") as room:
        request = Request(source, Path(room), fonts_folder(""))
        for _ in range(3):
            build(request)
        profile = cProfile.Profile(time.process_time)
        profile.enable()
        for _ in range(TIMES):
            build(request)
        profile.disable()
    found = pstats.Stats(profile).stats  # type: ignore[attr-defined] # typeshed does not know it
    taken = {what: _cumulated(found, path, name) for path, name, what in STAGES}
    if gone := [what for what, seconds in taken.items() if not seconds]:
        raise SystemExit(f"no function of that name was called: {', '.join(gone)}")
    whole = taken["all of it"]
    lines = (f"{1000 * t / TIMES:8.1f} ms {100 * t / whole:5.1f} %  {what}" for what, t in taken.items())
    return "\n".join(lines)


def _cumulated(found: dict[tuple[str, int, str], tuple[int, int, float, float, object]], path: str, name: str) -> float:
    return sum(times[3] for (file, _, function), times in found.items() if file.endswith(path) and function == name)
