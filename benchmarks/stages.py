"""Profile a build stage by stage: ``./press bench --profile``."""

from __future__ import annotations

import cProfile
import pstats
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from engross.pipeline.build import Request, build
from engross.pipeline.folders import fonts_folder

TIMES = 3
# The function through which each stage is entered: the end of its module's path, its name, the stage.
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
    """Return a table of the stages of a warm build: milliseconds of the processor under the profiler, and shares.

    Raises SystemExit if the function listed for a stage was not called.
    """
    with TemporaryDirectory(prefix="engross-bench-") as folder:
        request = Request(source, Path(folder), fonts_folder(""))
        for _ in range(3):
            build(request)
        profile = cProfile.Profile(time.process_time)
        profile.enable()
        for _ in range(TIMES):
            build(request)
        profile.disable()
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined] # typeshed does not know it
    seconds_by_stage = {stage: _cumulated(stats, path, name) for path, name, stage in STAGES}
    if uncalled := [stage for stage, seconds in seconds_by_stage.items() if not seconds]:
        raise SystemExit(f"no function of that name was called: {', '.join(uncalled)}")
    whole = seconds_by_stage["all of it"]
    lines = (
        f"{1000 * stage_seconds / TIMES:8.1f} ms {100 * stage_seconds / whole:5.1f} %  {stage}"
        for stage, stage_seconds in seconds_by_stage.items()
    )
    return "\n".join(lines)


def _cumulated(stats: dict[tuple[str, int, str], tuple[int, int, float, float, object]], path: str, name: str) -> float:
    return sum(times[3] for (file, _, function), times in stats.items() if file.endswith(path) and function == name)
