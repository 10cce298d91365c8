"""The commands: Invoke tasks without logic. Their parameters are the options, their docstrings the help."""

from __future__ import annotations

import sys
from collections.abc import Callable
from shlex import join, quote
from typing import Any, TypeVar

from invoke import Context, Exit, Task, task

from engross.cli.options import Misuse, Options, RunCommandOptions, checkout_folder, fonts_folder
from engross.model.limits import MEMORY_MB, SECONDS

SOURCE = {
    "sources": "a file, and so every word without an option: PDF, its text, AKN4UN XML, YAML (default: the sample)",
    "language": "code of the document's language, where engross takes it for another: ar, de, en, es, fr, ru, zh",
    "symbol": "the document's symbol, where it does not say it: A/RES/77/213",
}
SHOW = SOURCE | {"fonts": "folder of the pinned fonts (default: where ./press or engross fonts put them)"}
BOUNDS = {
    "timeout": "seconds that a document may take, 86400 at most (default: 120)",
    "memory": "MB of memory that a document may take (default: 2000); a tenth of that is enough for the largest",
}
RECORDS = "file of the UN's data on adoptions, JSON (default: those in data_extract beside the source)"
READ = SOURCE | BOUNDS | {"to": "text, yaml, json, akn or akn-guideline (default: text)", "records": RECORDS}
COMPARE = (
    SOURCE
    | BOUNDS
    | {
        "sources": "two files, and so every word without an option: the measure, and what is measured",
        "to": "text or json (default: text)",
    }
)
SERVE = SHOW | {"port": "port on this machine, 1 to 65535 (default: 8000)"}
CHECK = {
    "editions": "a PDF, an EPUB or a folder with some (default: build)",
    "thorough": "fetch veraPDF, the authority on PDF/A and PDF/UA, if it is not there (by Maven, 16 MB, verified); "
    "ask DAISY Ace over at most 40 EPUBs and readers over 6 of them (by npm, 160 MB; needs Node.js and Chromium)",
    "jobs": "files looked at at the same time (default: one for each core)",
}
PRINT = {
    "paper": "a4, a5 or letter (default: a4)",
    "font_size": "size of the text in points, 7 to 24 (default: the language's own, 10.5 in Chinese on A4)",
    "marks_hanging": "let Chinese commas and stops hang outside the measure",
    "with_record": "bind votes and sponsors, as the UN's data have them, as a last page",
}
MAKE = (
    SHOW | PRINT | BOUNDS | {"out": "folder that <name of the source>/ is made in (default: build)", "records": RECORDS}
)
DATA = {name: words for name, words in MAKE.items() if name not in PRINT}
PROFILE = {"profile": "reader, archive (fonts and source inside) or kindle: what the EPUB is for (default: reader)"}
MAKE_BOOK = MAKE | PROFILE
MANY = {"sources": "files, folders, patterns, zip archives or URLs of sources, and so every word without an option"}
CORPUS = (
    MANY
    | PROFILE
    | {
        "out": "folder of the run, or a URL, s3://bucket/run (default: build/corpus)",
        "editions": "some of pdf,epub,html,data,akn (default: all)",
        "language": "only documents of this language: zh",
        "organ": "only documents of this organ: ga, sc, ecosoc, hrc",
        "session": "only documents of this session: 77, ES-11",
        "jobs": "documents made at the same time (default: one for each core)",
        **BOUNDS,
        "force": "make everything anew",
        "check": "then put all editions to the validators, with a table by language and organ",
        "thorough": "as check, with all that ./press check --thorough asks",
        "scheduler": "address of a Dask cluster's scheduler, whose workers make the documents: tcp://10.0.0.1:8786",
        "with_record": MAKE["with_record"],
        "fonts": SHOW["fonts"],
    }
)
LOOSE = ("editions", "profile", "with_record", "check", "thorough")  # no words of a volume
VOLUME = {name: words for name, words in CORPUS.items() if name not in LOOSE} | {
    "out": "the volume's file; its documents stay in a folder of its name (default: build/volume.pdf)",
    "title": "what the volume is called (default: its first and its last symbol)",
}
CONCORD = MANY | {
    "out": "folder for concordance.html and concordance.json (default: build)",
    "allow": "TOML file of differences that are right, each with a reason; one that is not met is reported",
}
Words = list[str]
Told = TypeVar("Told", Options, RunCommandOptions)
ALL = ("html", "pdf", "epub", "index", "akn")


def _end(well: bool) -> None:
    if not well:
        raise Exit(code=1)


def _tool(context: Context, *words: str) -> None:
    root = checkout_folder()
    if root is None:
        raise Misuse("that needs a checkout of engross; this one is installed")
    context.run(f"cd {quote(str(root))} && {join(words)}", in_stream=False)


def _make(said: dict[str, Any], *editions: str) -> None:
    """Make editions as a task's own words ask, by name: those of ``Order``."""
    from engross.cli import console

    _end(console.make_editions(_told(Options, said), editions))


def _told(kind: type[Told], said: dict[str, Any]) -> Told:
    """What a task was told, by name, as the value that takes those words."""
    return kind(**{name: word for name, word in said.items() if name in kind.__dataclass_fields__})


@task(help=MAKE_BOOK, iterable=["sources"], positional=["sources"])
def build(
    _: Context,
    sources: Words,
    out: str = "build",
    language: str = "",
    symbol: str = "",
    paper: str = "a4",
    font_size: float = 0.0,
    marks_hanging: bool = False,
    records: str = "",
    with_record: bool = False,
    fonts: str = "",
    profile: str = "reader",
    timeout: float = SECONDS,
    memory: int = MEMORY_MB,
) -> None:
    """Make all editions of resolutions: HTML, PDF, EPUB, AKN4UN XML, the index of symbols as JSON and CSV, a report.

    ./press build                                         the sample, into build/A_RES_77_213.zh/
    ./press build A_RES_77_213.xml notes/A_RES_1_1.txt    two documents, each into its own folder
    ./press build draft.txt --symbol A/RES/80/1 --out /tmp

    About 3 seconds a document. Exit code 1 where a document is refused or an edition is at fault.
    """
    _make(locals(), *ALL)


def _only(edition: str, says: str) -> Task[Callable[..., None]]:
    """The task that makes one edition of those that have no options but all editions' own."""

    def make(
        _: Context,
        sources: Words,
        out: str = "build",
        language: str = "",
        symbol: str = "",
        paper: str = "a4",
        font_size: float = 0.0,
        marks_hanging: bool = False,
        records: str = "",
        with_record: bool = False,
        fonts: str = "",
        timeout: float = SECONDS,
        memory: int = MEMORY_MB,
    ) -> None:
        _make(locals(), edition)

    make.__name__, make.__doc__ = edition, says
    made: Task[Callable[..., None]] = task(help=MAKE, iterable=["sources"], positional=["sources"])(make)
    return made


html = _only("html", "Make only the typeset HTML of the print edition (and report.json): ./press html FILE.")
pdf = _only("pdf", "Make only the PDF (and report.json): ./press pdf FILE.")
index = _only("index", "Make only the index of document symbols as JSON and CSV (and report.json): ./press index FILE.")


@task(help=MAKE_BOOK, iterable=["sources"], positional=["sources"])
def epub(
    _: Context,
    sources: Words,
    out: str = "build",
    language: str = "",
    symbol: str = "",
    paper: str = "a4",
    font_size: float = 0.0,
    marks_hanging: bool = False,
    records: str = "",
    with_record: bool = False,
    fonts: str = "",
    profile: str = "reader",
    timeout: float = SECONDS,
    memory: int = MEMORY_MB,
) -> None:
    """Make only the EPUB (and report.json): ./press epub FILE."""
    _make(locals(), "epub")


@task(help=DATA, iterable=["sources"], positional=["sources"])
def akn(
    _: Context,
    sources: Words,
    out: str = "build",
    language: str = "",
    symbol: str = "",
    records: str = "",
    fonts: str = "",
    timeout: float = SECONDS,
    memory: int = MEMORY_MB,
) -> None:
    """Make only the AKN4UN XML (and report.json), without laying anything out: ./press akn FILE."""
    _make(locals(), "akn")


@task(help=READ, iterable=["sources"], positional=["sources"])
def read(
    _: Context,
    sources: Words,
    to: str = "text",
    language: str = "",
    symbol: str = "",
    records: str = "",
    timeout: float = SECONDS,
    memory: int = MEMORY_MB,
) -> None:
    """Print documents as engross understood them: their structure with its notices in place, or another form.

    ./press read FILE                                       the structure
    ./press read bad.pdf --to yaml > bad.resolution.yaml    to mend by hand and build again
    ./press read FILE --to akn > FILE.xml                   AKN4UN, valid Akoma Ntoso 3.0

    YAML has one screen of what is known of the document, then its paragraphs as plain text; its first line tells an
    editor where the JSON Schema is, so that it completes and checks. JSON has the same keys. AKN4UN has the IRIs of
    the UN's production; akn-guideline those of the guidelines. Exit code 1 where a document is refused or at fault.
    """
    said = locals()
    from engross.cli import console

    _end(console.print_readings(_told(Options, said), to))


@task(help=COMPARE, iterable=["sources"], positional=["sources"])
def compare(
    _: Context,
    sources: Words,
    to: str = "text",
    language: str = "",
    symbol: str = "",
    timeout: float = SECONDS,
    memory: int = MEMORY_MB,
) -> None:
    """Tell how two readings of one document differ, the first the measure: structure, text, notes, citations.

    ./press compare A_RES_77_213.xml A_RES_77_213.pdf
    ./press compare A.xml B.txt --to json

    Figures: paragraphs found, of them exact, of them in their structure; notes found, of them unchanged at the exact
    place; citations. Then each difference with both places. White space does not count. Exit code 1 where they
    differ.
    """
    said = locals()
    from engross.cli import console

    _end(console.compare_sources(_told(Options, said), to))


@task(
    help=CHECK,
    iterable=["editions"],
    positional=["editions"],
)
def check(c: Context, editions: Words, thorough: bool = False, jobs: int = 0) -> None:
    """Put finished editions to the validators, and measure them: a table of files and columns.

    ./press check build/A_RES_77_213.zh
    ./press check build --thorough

    EPUBs: EPUBCheck, the linter. PDFs: PDF/A and PDF/UA, veraPDF where it is there; notes (each on its call's page,
    linked both ways), lines of Chinese (ragged, prohibitions), glyphs. Both: the text against that of report.json.
    “–” is: cannot be told. About a second a document, some more for the first. Exit code 1 where an error or warning
    is found.
    """
    from engross.cli import console

    _end(console.check_files(editions or ["build"], thorough, jobs))


@task(help=CORPUS, iterable=["sources"], positional=["sources"], auto_shortflags=False)
def corpus(
    _: Context,
    sources: Words,
    out: str = "build/corpus",
    editions: str = "pdf,epub,html,data,akn",
    language: str = "",
    organ: str = "",
    session: str = "",
    jobs: int = 0,
    timeout: float = SECONDS,
    memory: int = MEMORY_MB,
    force: bool = False,
    scheduler: str = "",
    with_record: bool = False,
    check: bool = False,
    thorough: bool = False,
    fonts: str = "",
    profile: str = "reader",
) -> None:
    """Make the editions of many documents by warm workers, and the index of all that they cite.

    ./press corpus 77session/Chinese --out build/77zh
    ./press corpus 77session --out build/77 --thorough
    ./press corpus "**/*.xml" old.zip --language zh --editions pdf,data --jobs 4

    What has not changed is not made again; a run that was killed goes on where it stopped. Beside the documents'
    folders: corpus-report.json, corpus-index.json, .csv and .sqlite (with full-text search). Exit code 1 where a
    document is refused or at fault.
    """
    said = locals() | {"editions": tuple(filter(None, editions.split(","))), "check": check or thorough}
    from engross.cli import batch

    _end(batch.make_corpus(_told(RunCommandOptions, said)))


@task(help=VOLUME, iterable=["sources"], positional=["sources"], auto_shortflags=False)
def volume(
    _: Context,
    sources: Words,
    out: str = "build/volume.pdf",
    title: str = "",
    language: str = "",
    organ: str = "",
    session: str = "",
    jobs: int = 0,
    timeout: float = SECONDS,
    memory: int = MEMORY_MB,
    force: bool = False,
    scheduler: str = "",
    fonts: str = "",
) -> None:
    """Bind many documents into one PDF: links, outline, page labels and tags of all, in the order of their symbols.

    ./press volume 77session/Chinese --out build/77zh.pdf

    What has not changed is bound, not made again. A volume that would lack a document is refused with the reason.
    """
    from engross.cli import batch

    batch.bind_volume(_told(RunCommandOptions, locals()), title)


@task(
    help={"words": "words as they stand in titles and paragraphs; two Chinese characters will do", "out": "the run"},
    iterable=["words"],
    positional=["words"],
)
def find(_: Context, words: Words, out: str = "build/corpus") -> None:
    """Find words in the documents of a corpus run: ./press find 人权 --out build/77zh.

    Exit code 1 where no document has them.
    """
    from engross.cli import batch

    _end(batch.find_words(" ".join(words), out))


@task(help=CONCORD, iterable=["sources"], positional=["sources"])
def concord(_: Context, sources: Words, out: str = "build", allow: str = "") -> None:
    """Set the language versions of documents side by side, and tell where they differ: a table, a page, JSON.

    ./press concord 77session --out build/77 --allow right.toml

    Compared are paragraphs, points, notes, numbers, dates and cited symbols, as text and as link. Exit code 1 where
    a document differs or is refused.
    """
    from engross.cli import batch

    _end(batch.compare_languages(RunCommandOptions(sources, out), allow))


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
    from engross.cli import console

    console.serve_source(Options(sources, "build", language, symbol, fonts), port)


@task(help={"to": "folder to put them in (default: the checkout's .engross/fonts, or the user's data folder)"})
def fonts(c: Context, to: str = "") -> None:
    """Fetch the pinned fonts by npm, verified by SHA-256, their licences beside them; 70 MB, once."""
    from engross.cli import console

    console.fetch_fonts(fonts_folder(to))


@task(
    help={
        "paths": "test files or folders (default: all)",
        "only": "pytest's -k: tests whose names match, for example “fonts and not fetch”",
        "accept": "rewrite the expected files of case folders; look at the difference before you commit it",
        "fast": "leave out what starts processes or takes long: under a minute, for the change at hand",
    },
    iterable=["paths"],
    positional=["paths"],
)
def test(context: Context, paths: Words, only: str = "", accept: bool = False, fast: bool = False) -> None:
    """Run the tests of a checkout; more words for pytest go behind two dashes: ./press test -- --durations=5.

    ./press test                 everything; first it installs the programs that the tests run, once
    ./press test --fast          without processes: for the change at hand
    """
    chosen = [*(["-k", only] if only else []), *(["--accept"] if accept else ["-n", "auto"])]
    chosen += ["--fast"] if fast else []
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
