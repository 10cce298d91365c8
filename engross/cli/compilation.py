"""The command volume: make the book of a session, and print what came of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from engross.cli import screen
from engross.cli.batch import make_run_options
from engross.cli.misuse import Misuse
from engross.cli.options import RunCommandOptions
from engross.cli.run_progress import show_progress

if TYPE_CHECKING:
    from engross.batch.compilation import MadeCompilation


def make_books(many: RunCommandOptions, title: str, *, has_ebooks: bool) -> None:
    """Make the book of the sources in each of their languages, or one of two of them, showing the progress.

    Raises Misuse and Refusal.
    """
    from engross.batch.compilation import CompilationRequest, make_compilations

    order, run = make_run_options(replace(many, editions=("pdf",)))
    if many.scheduler:
        raise Misuse("a book is set on this machine: leave --scheduler out, or bind documents with --bound")
    if order.url:
        raise Misuse("a book is written on this machine: give it a file with --out FILE.pdf")
    order = replace(order, editions=frozenset({"pdf", "epub"} if has_ebooks else {"pdf"}))
    wanted = CompilationRequest(tuple(many.sources), order, Path(many.out), title, order.pairing.languages)
    with show_progress(many) as say:
        made = make_compilations(wanted, run, say)
    for one in made:
        _print_book(many, one)


def _print_book(many: RunCommandOptions, made: MadeCompilation) -> None:
    if many.to == "json":
        documents = [text.symbol for text in made.book.texts]
        values = {"file": str(made.files[0]), "pages": made.pages, "documents": documents}
        values |= {"files": [str(path) for path in made.files], "remarks": list(made.remarks)}
        screen.print_json_line(values)
        return
    if not many.quiet:
        texts, pages = screen.count_noun(len(made.book.texts), "documents"), screen.count_noun(made.pages, "pages")
        screen.standard_output().print(f"{made.book.title}: {texts}, {pages}", style="bold")
        for path in made.files:
            screen.standard_output().print(f"  {path}  {screen.spell_size(path.stat().st_size)}")
    for remark in made.remarks if not many.quiet else ():
        screen.standard_output().print(f"  {remark}", style="yellow")
