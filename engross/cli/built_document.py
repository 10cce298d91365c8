"""Print what became of a document that was built, or refused: for people, or as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engross.cli.options import Options
from engross.cli.screen import (
    count_noun,
    name_program,
    print_json_line,
    print_notice,
    spell_size,
    standard_error,
    standard_output,
)
from engross.grammars.edition_name import spell_name
from engross.model.notice import Notice, Refusal, Severity

if TYPE_CHECKING:
    from engross.model.request import Request


SIMPLE_COUNTS = frozenset({"preambular", "operative"})  # counts whose word has no plural


@dataclass(frozen=True, slots=True)
class BuiltDocument:
    """What is told of a document that was built.

    ``name``: of its editions. ``counts``: of its paragraphs, notes, symbols and pages; ``ok``: nothing in it is an
    error.
    """

    name: str
    symbol: str
    language: str
    counts: dict[str, int]
    files: tuple[Path, ...]
    notices: tuple[Notice, ...]
    ok: bool


def print_refusal(_: Request, refusal: Refusal) -> None:
    """Print to standard error why a source is refused."""
    standard_error().print(name_program(f"refused: {refusal}"), style="red")


def print_refusal_json(request: Request, refusal: Refusal) -> None:
    """Print why a source is refused as a JSON object on one line."""
    place = str(refusal.where) if refusal.where.file else ""
    refused = {"message": refusal.what, "hint": refusal.hint, "where": place}
    print_json_line({"source": spell_name(str(request.source)), "state": "refused", "refusal": refused})


def print_built(options: Options, _: Request, built: BuiltDocument) -> bool:
    """Print what a document is, its files and what there is to say of it; return whether it is without fault."""
    if not options.quiet:
        counts = ", ".join(_spell_count(number, name) for name, number in built.counts.items())
        standard_output().print(f"{built.symbol} ({built.language}): {counts}", style="bold")
        for path in built.files:
            standard_output().print(f"  {path}  {spell_size(path.stat().st_size)}")
    least = Severity.INFO if options.verbose else Severity.WARNING
    for notice in built.notices:
        if notice.severity in (Severity.WARNING, Severity.ERROR, least):
            print_notice(notice)
    remarks = sum(notice.severity is Severity.INFO for notice in built.notices)
    if remarks and not options.verbose and not options.quiet:
        standard_output().print(f"  {count_noun(remarks, 'smaller remarks')}: see report.json", style="dim")
    return built.ok


def _spell_count(number: int, name: str) -> str:
    return f"{number} {name}" if name in SIMPLE_COUNTS else count_noun(number, name)


def print_built_json(_: Options, request: Request, built: BuiltDocument) -> bool:
    """Print what a document is as a JSON object on one line; return whether it is without fault."""
    from engross.editions.export import make_notice_data

    print_json_line(
        {
            "source": spell_name(str(request.source)),
            "state": "done" if built.ok else "at fault",
            "symbol": built.symbol,
            "language": built.language,
            "counts": built.counts,
            "files": [spell_name(str(path)) for path in built.files],
            "notices": [make_notice_data(notice) for notice in built.notices],
        }
    )
    return built.ok
