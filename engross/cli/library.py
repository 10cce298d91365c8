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

WEB_ADDRESS = re.compile(r"https?://[^\s?#/]+[^\s?#]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryOptions(PrintOptions):
    """What a command line asks of a library; "" is: not said."""

    run: str = ""
    out: str = ""
    base_url: str = ""
    title: str = ""
    language: str = ""


def make_site(options: LibraryOptions) -> None:
    """Make the site of a run, or bring it up to date. Raises Misuse and Refusal."""
    from engross.batch.library import SiteOptions, make_library

    if options.base_url and not WEB_ADDRESS.fullmatch(options.base_url):
        raise Misuse(f"--base-url is the address of the site, https://example.org/library/, not “{options.base_url}”")
    run, out = Path(options.run), Path(options.out)
    if out.resolve() == run.resolve():
        raise Misuse("the site has a folder of its own: give another with --out")
    base_url = options.base_url and f"{options.base_url.rstrip('/')}/"
    summary = make_library(SiteOptions(run, out, base_url, options.language, options.title))
    _print_summary(options, summary)


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
