"""The commands: Invoke tasks without logic. Their parameters are the options, their docstrings the help."""

from __future__ import annotations

import sys
from shlex import join, quote

from invoke import Context, Exit, task

from engross import console, many
from engross.order import Many, Misuse, Order, checkout, fonts_folder

SOURCE = {
    "sources": "a file, and so every word without an option: text out of a PDF, or AKN4UN XML (default: the sample)",
    "language": "code of the document's language, where engross takes it for another: ar, de, en, es, fr, ru, zh",
    "symbol": "the document's symbol, where it does not say it: A/RES/77/213",
}
SHOW = SOURCE | {"fonts": "folder of the pinned fonts (default: where ./press or engross fonts put them)"}
SERVE = SHOW | {"port": "port on this machine, 1 to 65535 (default: 8000)"}
CHECK = {
    "editions": "a PDF, an EPUB or a folder with some (default: build)",
    "thorough": "ask veraPDF too, the authority on PDF/A and PDF/UA; fetched once by Maven, 40 MB, verified",
}
MAKE = SHOW | {
    "out": "folder that <name of the source>/ is made in (default: build)",
    "paper": "a4, a5 or letter (default: a4)",
    "font_size": "size of the text in points, 7 to 24 (default: the language's own, 10.5 in Chinese on A4)",
    "records": "file of the UN's data on adoptions, JSON (default: those in data_extract beside the source)",
}
MANY = {"sources": "files, folders, patterns or zip archives of sources, and so every word without an option"}
CORPUS = MANY | {
    "out": "folder of the run (default: build/corpus)",
    "editions": "some of pdf,epub,html,data (default: all)",
    "language": "only documents of this language: zh",
    "organ": "only documents of this organ: ga, sc, ecosoc, hrc",
    "session": "only documents of this session: 77, ES-11",
    "jobs": "documents made at the same time (default: one for each core)",
    "timeout": "seconds that a document may take (default: 120)",
    "force": "make everything anew",
    "fonts": SHOW["fonts"],
}
CONCORD = MANY | {
    "out": "folder for concordance.html and concordance.json (default: build)",
    "allow": "TOML file of differences that are right, each with a reason; one that is not met is reported",
}
Words = list[str]
ALL = ("html", "pdf", "epub", "index")


def _end(well: bool) -> None:
    if not well:
        raise Exit(code=1)


def _tool(context: Context, *words: str) -> None:
    root = checkout()
    if root is None:
        raise Misuse("that needs a checkout of engross; this one is installed")
    context.run(f"cd {quote(str(root))} && {join(words)}", in_stream=False)


def _make(order: Order, *editions: str) -> None:
    _end(console.make(order, editions))


@task(help=MAKE, iterable=["sources"], positional=["sources"])
def build(
    _: Context,
    sources: Words,
    out: str = "build",
    language: str = "",
    symbol: str = "",
    paper: str = "a4",
    font_size: float = 0.0,
    records: str = "",
    fonts: str = "",
) -> None:
    """Make all editions of resolutions: HTML, PDF, EPUB, the index of document symbols as JSON and CSV, a report.

    ./press build                                         the sample, into build/A_RES_77_213.zh/
    ./press build A_RES_77_213.xml notes/A_RES_1_1.txt    two documents, each into its own folder
    ./press build draft.txt --symbol A/RES/80/1 --out /tmp

    About 3 seconds a document. Exit code 1 where a document is refused or an edition is at fault.
    """
    _make(Order(sources, out, language, symbol, fonts, paper, font_size, records), *ALL)


@task(help=MAKE, iterable=["sources"], positional=["sources"])
def html(
    _: Context,
    sources: Words,
    out: str = "build",
    language: str = "",
    symbol: str = "",
    paper: str = "a4",
    font_size: float = 0.0,
    records: str = "",
    fonts: str = "",
) -> None:
    """Make only the typeset HTML of the print edition (and report.json): ./press html FILE."""
    _make(Order(sources, out, language, symbol, fonts, paper, font_size, records), "html")


@task(help=MAKE, iterable=["sources"], positional=["sources"])
def pdf(
    _: Context,
    sources: Words,
    out: str = "build",
    language: str = "",
    symbol: str = "",
    paper: str = "a4",
    font_size: float = 0.0,
    records: str = "",
    fonts: str = "",
) -> None:
    """Make only the PDF (and report.json): ./press pdf FILE."""
    _make(Order(sources, out, language, symbol, fonts, paper, font_size, records), "pdf")


@task(help=MAKE, iterable=["sources"], positional=["sources"])
def epub(
    _: Context,
    sources: Words,
    out: str = "build",
    language: str = "",
    symbol: str = "",
    paper: str = "a4",
    font_size: float = 0.0,
    records: str = "",
    fonts: str = "",
) -> None:
    """Make only the EPUB (and report.json): ./press epub FILE."""
    _make(Order(sources, out, language, symbol, fonts, paper, font_size, records), "epub")


@task(help=MAKE, iterable=["sources"], positional=["sources"])
def index(
    _: Context,
    sources: Words,
    out: str = "build",
    language: str = "",
    symbol: str = "",
    paper: str = "a4",
    font_size: float = 0.0,
    records: str = "",
    fonts: str = "",
) -> None:
    """Make only the index of document symbols as JSON and CSV (and report.json): ./press index FILE."""
    _make(Order(sources, out, language, symbol, fonts, paper, font_size, records), "index")


@task(help=SOURCE, iterable=["sources"], positional=["sources"])
def read(c: Context, sources: Words, language: str = "", symbol: str = "") -> None:
    """Print the structure of documents as engross understood it, with its notices in place: ./press read FILE."""
    _end(console.read(Order(sources, language=language, symbol=symbol)))


@task(
    help=CHECK,
    iterable=["editions"],
    positional=["editions"],
)
def check(c: Context, editions: Words, thorough: bool = False) -> None:
    """Put finished editions to the validators: EPUBCheck and the linter, PDF/A and PDF/UA.

    ./press check build/A_RES_77_213.zh
    ./press check build --thorough

    The first EPUB takes some seconds, each further one about a tenth. Exit code 1 where an error or warning is found.
    """
    _end(console.check(editions or ["build"], thorough))


@task(help=CORPUS, iterable=["sources"], positional=["sources"])
def corpus(
    _: Context,
    sources: Words,
    out: str = "build/corpus",
    editions: str = "pdf,epub,html,data",
    language: str = "",
    organ: str = "",
    session: str = "",
    jobs: int = 0,
    timeout: float = 120.0,
    force: bool = False,
    fonts: str = "",
) -> None:
    """Make the editions of many documents by warm workers, and the index of all that they cite.

    ./press corpus 77session/Chinese --out build/77zh
    ./press corpus "**/*.xml" old.zip --language zh --editions pdf,data --jobs 4

    What has not changed is not made again; a run that was killed goes on where it stopped. Beside the documents'
    folders: corpus-report.json, corpus-index.json, .csv and .sqlite (with full-text search). Exit code 1 where a
    document is refused or at fault.
    """
    chosen = tuple(filter(None, editions.split(",")))
    _end(many.corpus(Many(sources, out, fonts, chosen, language, organ, session, jobs, timeout, force)))


@task(help=CONCORD, iterable=["sources"], positional=["sources"])
def concord(_: Context, sources: Words, out: str = "build", allow: str = "") -> None:
    """Set the language versions of documents side by side, and tell where they differ: a table, a page, JSON.

    ./press concord 77session --out build/77 --allow right.toml

    Compared are paragraphs, points, notes, numbers, dates and cited symbols, as text and as link. Exit code 1 where
    a document differs.
    """
    _end(many.concord(Many(sources, out), allow))


@task(
    help=SERVE,
    iterable=["sources"],
    positional=["sources"],
)
def serve(c: Context, sources: Words, port: int = 8000, language: str = "", symbol: str = "", fonts: str = "") -> None:
    """Show one document in the browser; build and reload it whenever its source, a template or a style changes.

    ./press serve FILE --port 8000       then open the address that it prints; Ctrl+C ends it

    Only this machine can see it (127.0.0.1). A document that cannot be made shows its message instead.
    """
    console.serve(Order(sources, "build", language, symbol, fonts), port)


@task(help={"to": "folder to put them in (default: the checkout's .engross/fonts, or the user's data folder)"})
def fonts(c: Context, to: str = "") -> None:
    """Fetch the pinned fonts by npm, verified by SHA-256, their licences beside them; 70 MB, once."""
    console.fetch_fonts(fonts_folder(to))


@task(
    help={
        "paths": "test files or folders (default: all)",
        "only": "pytest's -k: tests whose names match, for example “fonts and not fetch”",
        "accept": "rewrite the expected files of case folders; look at the difference before you commit it",
    },
    iterable=["paths"],
    positional=["paths"],
)
def test(context: Context, paths: Words, only: str = "", accept: bool = False) -> None:
    """Run the tests of a checkout; more words for pytest go behind two dashes: ./press test -- --durations=5."""
    chosen = [*(["-k", only] if only else []), *(["--accept"] if accept else ["-n", "auto"])]
    _tool(context, sys.executable, "-m", "pytest", *chosen, *context.remainder.split(), *paths)


@task(help={"profile": "print where the time of a build goes, stage by stage, instead"})
def bench(context: Context, profile: bool = False) -> None:
    """Measure engross and the peers that are installed on the sample, side by side: docs/benchmarks.md.

    Typst (pip install typst), Chromium, pandoc, XeLaTeX, LibreOffice; some minutes. More words go behind two dashes:
    ./press bench -- --rounds 3
    """
    more = ["--profile"] if profile else []
    _tool(context, sys.executable, "-m", "benchmarks.peers", *more, *context.remainder.split())


@task
def lint(context: Context) -> None:
    """Look over the code of a checkout: ruff, mypy --strict, and shellcheck on ./press where it is installed."""
    _tool(context, sys.executable, "-m", "ruff", "check", ".")
    _tool(context, sys.executable, "-m", "ruff", "format", "--check", ".")
    _tool(context, sys.executable, "-m", "mypy")
    _tool(context, "sh", "-c", "if command -v shellcheck >/dev/null; then shellcheck press .ci/run; fi")
