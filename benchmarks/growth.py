"""Measure how time and memory grow with a document: ``python -m benchmarks.growth [SHAPE …] [--form xml] [--size N]``.

Each shape of ``benchmarks.growth_documents`` is built at four sizes, each twice the one before, each in a process of
its own with an example made before. A row is a shape in one form: processor seconds of the whole build at each size,
its exponent (1 is linear: the slope of log seconds over log size between the two largest), and each stage whose
exponent over the same two sizes is above ``LIMIT`` and that takes a tenth of the time or more. Memory is the peak of
the process above what it had before, per page; then what it grows by for each page from the one size to the other.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.growth_documents import SHAPES, TEXT_SHAPES, write_xml
from engross.cli.program import COLLECTOR_THRESHOLDS

LIMIT = 1.15
DOUBLINGS = 3
SECONDS = 900  # that one build may take
SHARE = 0.1  # of the time that a stage must take to be named
FIRST_SIZE = {"columns": 10, "long paragraph": 125, "long note": 50}  # where the default of 250 is not to be printed
FORMS = ("xml", "text", "word", "yaml")
FORM_BY_ENDING = {".xml": "xml", ".txt": "text", ".docx": "word", ".yaml": "yaml"}
# The stages as the conductor enters them: module, attribute.
STAGES = (
    ("engross.pipeline.build", "load_source"),
    ("engross.pipeline.read", "structure"),
    ("engross.passes", "run_passes"),
    ("engross.pipeline.build", "scan_source"),
    ("engross.pipeline.build", "build_index"),
    ("engross.editions.typeset.print_markup", "make_body_sheet"),
    ("engross.editions.pdf", "lay_out_body"),
    ("engross.editions.pdf", "bind_back"),
    ("engross.editions.pdf", "finish_print"),
    ("engross.pipeline.make_editions", "read_pdf_back"),
    ("engross.pipeline.build", "make_epub_edition"),
    ("engross.pipeline.build", "make_akn_edition"),
    ("engross.pipeline.build", "_write_result"),
)


def main() -> None:
    """Print a row for each shape and form."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__.split("\n", 1)[0])
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help=f"one of: {', '.join(SHAPES)} (default: all)")
    parser.add_argument("--form", choices=FORMS, action="append", help="default: all")
    parser.add_argument("--size", type=int, help="the smallest size (default: 250, smaller for some shapes)")
    parser.add_argument("--doublings", type=int, default=DOUBLINGS)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        print(json.dumps(measure_build(chosen.measure)))
        return
    figures = f"{'pages':>6}  {'seconds':32}{'exponent':>9}{'MB a page':>10}{'more':>6}"
    print(f"{'shape':22}{'form':6}{figures}  stages above {LIMIT}")
    for shape in chosen.shapes or SHAPES:
        first = chosen.size or FIRST_SIZE.get(shape, 250)
        for form in chosen.form or FORMS:
            if form != "text" or shape in TEXT_SHAPES:
                sizes = [first << n for n in range(chosen.doublings + 1)]
                print(make_row(shape, form, sizes), flush=True)


def make_row(shape: str, form: str, sizes: list[int]) -> str:
    """Return the row of a shape in a form: seconds at each size until one fails, exponents, memory."""
    measured: list[dict[str, Any]] = []
    failure = ""
    with TemporaryDirectory(prefix="engross-growth-") as folder:
        for size in sizes:
            path = write_document(shape, form, size, Path(folder))
            try:
                measured.append(measure_apart(path))
            except RuntimeError as error:
                failure = f"at {size}: {error}"
                break
    seconds = "  ".join(f"{m['seconds']['whole']:6.2f}" for m in measured)
    if len(measured) < 2:
        return f"{shape:22}{form:6}{'':>6}  {seconds:32}{'':>25}  {failure}"
    last, before = measured[-1], measured[-2]
    memory = last["memory_mb"] / max(last["pages"], 1)
    more = (last["memory_mb"] - before["memory_mb"]) / max(last["pages"] - before["pages"], 1)
    steep = ", ".join(
        f"{stage} {exponent:.2f}"
        for stage, exponent in find_exponents(before["seconds"], last["seconds"])
        if exponent > LIMIT and stage != "whole"
    )
    whole = dict(find_exponents(before["seconds"], last["seconds"]))["whole"]
    figures = f"{last['pages']:6}  {seconds:32}{whole:9.2f}{memory:10.2f}{more:6.2f}"
    return f"{shape:22}{form:6}{figures}  {steep} {failure}".rstrip()


def find_exponents(before: dict[str, float], after: dict[str, float]) -> Iterator[tuple[str, float]]:
    """Yield each stage that takes a tenth of the time or more, with the exponent of its growth by a doubling."""
    for stage, seconds in after.items():
        if seconds >= SHARE * after["whole"] and before.get(stage, 0) > 0:
            yield stage, math.log2(seconds / before[stage])


def write_document(shape: str, form: str, size: int, folder: Path) -> Path:
    """Write the document of a shape and size in a form into ``folder``, and return its path."""
    from engross.model.request import Request
    from engross.pipeline.read import read_as

    if form == "text":
        path = folder / f"{size}.txt"
        path.write_text(TEXT_SHAPES[shape](size), "utf-8")
        return path
    path = folder / f"{size}.xml"
    path.write_text(write_xml(SHAPES[shape](size)), "utf-8")
    if form == "xml":
        return path
    reading = read_as(Request(path, None, Path()), "docx" if form == "word" else "yaml")
    other = folder / (f"{size}.docx" if form == "word" else f"{size}.resolution.yaml")
    other.write_bytes(reading.data or reading.text.encode("utf-8"))
    return other


def measure_apart(path: Path) -> dict[str, Any]:
    """Return what ``measure_build`` measures in a process of its own. Raises RuntimeError if it fails."""
    command = (sys.executable, "-m", "benchmarks.growth", "--measure", str(path))
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"more than {SECONDS} s") from None
    if ended.returncode:
        raise RuntimeError(ended.stderr.strip().rsplit("\n", 1)[-1])
    return dict(json.loads(ended.stdout))


def measure_build(path: Path) -> dict[str, Any]:
    """Build a document and return its pages, the processor seconds of the whole and of each stage, the peak in MB.

    A small document is built before, so that nothing is loaded or read for the first time.
    """
    from engross.pipeline import build
    from engross.pipeline.folders import fonts_folder

    with TemporaryDirectory(prefix="engross-growth-") as folder:
        small = write_document("notes", FORM_BY_ENDING[path.suffix], 3, Path(folder))
        build.build(build.Request(small, Path(folder), fonts_folder("")))
        seconds: defaultdict[str, float] = defaultdict(float)
        for module, attribute in STAGES:
            time_calls(module, attribute, seconds)
        gc.set_threshold(*COLLECTOR_THRESHOLDS)
        before, start = peak_memory(), time.process_time()
        result = build.build(build.Request(path, Path(folder), fonts_folder("")))
        seconds["whole"] = time.process_time() - start
    pages = result.report["counts"]["pages"]
    return {"pages": pages, "seconds": seconds, "memory_mb": peak_memory() - before, "ok": result.ok}


def time_calls(module: str, attribute: str, seconds: defaultdict[str, float]) -> None:
    """Have each call of a function, by the name that a module has for it, add its processor seconds to ``seconds``."""
    holder = sys.modules[module]
    function: Callable[..., Any] = getattr(holder, attribute)

    @wraps(function)
    def timed(*arguments: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            seconds[attribute.strip("_")] += time.process_time() - start

    setattr(holder, attribute, timed)


def peak_memory() -> float:
    """Return the peak of this process's resident memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
