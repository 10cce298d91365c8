"""The command booklet: impose finished PDFs, and print what came of it, with the line that prints them."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engross.cli.misuse import Misuse
from engross.cli.options import PrintOptions
from engross.cli.screen import (
    count_noun,
    name_program,
    print_json_line,
    show_work,
    spell_size,
    standard_error,
    standard_output,
)
from engross.grammars.edition_name import spell_name
from engross.model.limits import MEMORY_MB, SECONDS
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.pipeline.bounded import Bounds, Worker

if TYPE_CHECKING:
    from engross.batch.booklet import BookletRequest, MadeBooklet

PDF_SUFFIX = ".pdf"
FOLDED_PAGES = 4  # a signature is a multiple of them
# Names of sheets as CUPS has them; of sizes without one there, those of PWG 5101.1.
MEDIA = {"a4": "A4", "a3": "A3", "letter": "Letter", "tabloid": "Tabloid", "sra4": "iso_sra4_225x320mm"}
MEDIA |= {"sra3": "iso_sra3_320x450mm"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletOptions(PrintOptions):
    """What a command line asks of imposed sheets; the fields of BookletRequest by the names of their options.

    ``copies``: of the line that prints; 0 where none is asked for.
    """

    sources: Sequence[str] = ()
    out: str = "build"
    n_up: str = ""
    signature: int = 0
    sheet: str = ""
    caliper: float = 0.0
    flip: str = ""
    binding: str = ""
    without_marks: bool = False
    small_type: bool = False
    print_command: bool = False
    copies: int = 1
    timeout: float = SECONDS
    memory: int = MEMORY_MB


def make_booklets(options: BookletOptions) -> bool:
    """Impose every PDF, and print what came of it; return whether none was refused. Raises Misuse."""
    from engross.batch.booklet import make_booklet

    requests = _make_requests(options)
    refused = 0
    with Worker(make_booklet, Bounds(options.timeout, options.memory)) as worker:
        for request in requests:
            worker.begin(request, Where(spell_name(request.path.name)))
            try:
                with show_work(request.path.name, options):
                    made = worker.result()
            except Refusal as refusal:
                _print_refusal(options, request, refusal)
                refused += 1
            else:
                _print_made(options, request, made)
    return not refused


def _make_requests(options: BookletOptions) -> tuple[BookletRequest, ...]:
    from engross.batch.booklet import BookletRequest

    if options.signature % FOLDED_PAGES:
        raise Misuse(f"--signature is a multiple of {FOLDED_PAGES}, not “{options.signature}”")
    if options.n_up and options.signature:
        raise Misuse("--signature is of sheets that are folded, --n-up of sheets that are not: leave out one of them")
    out = Path(options.out)
    is_file = out.suffix.lower() == PDF_SUFFIX
    if is_file and len(options.sources) > 1:
        raise Misuse("--out names one file: name a folder for the sheets of several PDFs")
    kind = f"{options.n_up}-up" if options.n_up else "booklet"
    return tuple(
        BookletRequest(
            path,
            out if is_file else out / f"{path.stem}.{kind}{PDF_SUFFIX}",
            int(options.n_up or 0),
            options.signature,
            options.sheet,
            options.caliper,
            options.flip,
            options.binding,
            has_marks=not options.without_marks,
            allows_small_type=options.small_type,
        )
        for path in dict.fromkeys(map(Path, options.sources))
    )


def _print_refusal(options: BookletOptions, request: BookletRequest, refusal: Refusal) -> None:
    if options.to == "json":
        refused = {"message": refusal.what, "hint": refusal.hint, "where": str(refusal.where)}
        print_json_line({"source": spell_name(str(request.path)), "state": "refused", "refusal": refused})
    else:
        standard_error().print(name_program(f"refused: {refusal}"), style="red")


def _print_made(options: BookletOptions, request: BookletRequest, made: MadeBooklet) -> None:
    command = _spell_print_command(options, made)
    if options.to == "json":
        _print_made_json(request, made, command)
        return
    if not options.quiet:
        standard_output().print(_describe_sheets(options, made), style="bold")
        standard_output().print(f"  {made.path}  {spell_size(made.path.stat().st_size)}")
    for remark in made.remarks:
        standard_output().print(f"  {remark}", style="yellow")
    if options.print_command:
        standard_output().print(command)


def _describe_sheets(options: BookletOptions, made: MadeBooklet) -> str:
    kind = f"{options.n_up} pages a side" if options.n_up else f"folded, bound on the {made.binding}"
    sheets = f"{count_noun(made.pages, 'pages')} on {count_noun(made.sheets, 'sheets')} of {MEDIA[made.sheet]}"
    sizes = made.type_sizes
    small = f", small print {sizes.least:g} pt" if sizes.least < sizes.text else ""
    type_size = f"; text {sizes.text:g} pt{small} ({made.scale:.0%})" if sizes.text else f"; {made.scale:.0%}"
    return f"{sheets}, {kind}; turn over on the {made.flip} edge{type_size}"


def _print_made_json(request: BookletRequest, made: MadeBooklet, command: str) -> None:
    print_json_line(
        {
            "source": spell_name(str(request.path)),
            "state": "done",
            "file": spell_name(str(made.path)),
            "pages": made.pages,
            "sheets": made.sheets,
            "blank_pages": made.blank_pages,
            "sheet": made.sheet,
            "flip": made.flip,
            "binding": made.binding,
            "scale": made.scale,
            "text_size": made.type_sizes.text,
            "least_size": made.type_sizes.least,
            "remarks": list(made.remarks),
            "print_command": command,
        }
    )


def _spell_print_command(options: BookletOptions, made: MadeBooklet) -> str:
    """Return the command that prints the sheets by CUPS, which must neither scale nor arrange them (lp(1))."""
    words = ["lp", "-n", str(options.copies), "-o", f"media={MEDIA[made.sheet]}"]
    words += ["-o", f"sides=two-sided-{made.flip}-edge", "-o", "print-scaling=none", str(made.path)]
    return shlex.join(words)
