"""The command library: make the site of a run, and print what came of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engross.cli import screen
from engross.cli.misuse import Misuse
from engross.cli.options import PrintOptions

if TYPE_CHECKING:
    from engross.batch.library import SiteSummary
    from engross.batch.search import Index

WEB_ADDRESS = re.compile(r"https?://[^\s?#/]+[^\s?#]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryOptions(PrintOptions):
    """What a command line asks of a library; "" is: not said."""

    run: str = ""
    out: str = ""
    base_url: str = ""
    title: str = ""
    language: str = ""
    opensearch: str = ""


def make_site(options: LibraryOptions) -> Index:
    """Make the site of a run, or bring it up to date; return the index behind it. Raises Misuse and Refusal."""
    from engross.batch.library import SiteOptions, make_library
    from engross.batch.search.open_index import open_index

    if options.base_url and not WEB_ADDRESS.fullmatch(options.base_url):
        raise Misuse(f"--base-url is the address of the site, https://example.org/library/, not “{options.base_url}”")
    if url := next((one for one in (options.run, options.out) if "://" in one), ""):
        raise Misuse(f"a site is made of a run in a folder here, in a folder here: copy what is at {url}")
    run, out = Path(options.run), Path(options.out)
    if out.resolve() == run.resolve():
        raise Misuse("the site has a folder of its own: give another with --out")
    index = open_index(run, options.opensearch)  # a wrong address is refused before anything is made
    base_url = options.base_url and f"{options.base_url.rstrip('/')}/"
    summary = make_library(SiteOptions(run, out, base_url, options.language, options.title))
    _print_summary(options, summary)
    if options.opensearch:
        _put_texts(options, index)
    return index


def _put_texts(options: LibraryOptions, index: Index) -> None:
    """Put the texts of a run into an index, and print how many had to be written."""
    from engross.batch.library import read_catalogue
    from engross.batch.library.search import iter_indexed

    run = Path(options.run)
    count = index.put(iter_indexed(run, read_catalogue(run)))
    if options.to != "json" and not options.quiet:
        screen.standard_output().print(f"  {screen.count_noun(count, 'texts')} written to OpenSearch")


def _print_summary(options: LibraryOptions, summary: SiteSummary) -> None:
    if options.to == "json":
        values = {"folder": options.out, "documents": summary.documents, "files": summary.files}
        screen.print_json_line(values | {"made": summary.made, "removed": summary.removed})
    elif not options.quiet:
        documents, files = screen.count_noun(summary.documents, "documents"), screen.count_noun(summary.files, "files")
        screen.standard_output().print(
            f"{documents}, {files}: {summary.made} made now, {summary.removed} removed", style="bold"
        )
        screen.standard_output().print(f"  {Path(options.out) / 'index.html'}")
