"""The commands for single documents: the work that is asked for, done and then told."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from engross.cli.built_document import BuiltDocument, print_built, print_built_json, print_refusal, print_refusal_json
from engross.cli.misuse import Misuse
from engross.cli.options import Options, make_requests
from engross.cli.screen import (
    count_noun,
    print_file,
    print_notice,
    print_plain,
    show_work,
    standard_error,
    standard_output,
)
from engross.grammars.edition_name import spell_name
from engross.model.limits import SOURCE_BYTES
from engross.model.notice import Refusal, Severity
from engross.model.tree import Where
from engross.pipeline.bounded import Bounds, Worker

if TYPE_CHECKING:
    from engross.model.request import ParallelRequest, Request
    from engross.pipeline.read import ReadingForm
    from engross.verify.diff import DiffFigures

T = TypeVar("T")

STANDARD_STREAM = "-"  # the name of standard input, and of standard output


@dataclass(frozen=True, slots=True)
class Work:
    """How the requests of a command are worked on: the work, what shows its result, what shows a refusal.

    ``show`` returns whether the result is without fault. Both are given the request. ``names``: those that editions
    get, where the work makes some.
    """

    do: Callable[[Request], Any]
    show: Callable[[Request, Any], bool]
    refuse: Callable[[Request, Refusal], None]
    names: NamesTaken | None = None


def make_editions(options: Options, editions: Iterable[str]) -> bool:
    """Build ``editions`` of every source, and print what was made; return whether all of it is without fault.

    A source that is refused is told, and the next one is built. Raises Misuse.
    """
    editions = tuple(editions)
    if options.out == STANDARD_STREAM:
        return _print_edition(options, editions)
    with _take_standard_input(options) as given:
        if not options.sources and not options.quiet:
            print_plain("no file is given: building the sample", sys.stderr)
        show = partial(print_built_json if options.to == "json" else print_built, options)
        refuse = print_refusal_json if options.to == "json" else print_refusal
        requests = sorted(make_requests(given, editions), key=lambda request: (request.source.name, request.source))
        return _work_through(requests, Work(_build_document, show, refuse, NamesTaken()), options)


class NamesTaken:
    """The names that editions have got so far, each with its source.

    Requests are worked on by the names of their sources: so of two of one document always the same has the document's
    own name, in whatever order they were given.
    """

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}

    def add_built(self, request: Request, built: BuiltDocument) -> None:
        """Note the name of a document's editions."""
        self._sources[built.name] = spell_name(request.source.name)

    def tell_request(self, request: Request) -> Request:
        """Return the request with the names that are taken."""
        return replace(request, taken=tuple(self._sources.items()))


def _print_edition(options: Options, editions: tuple[str, ...]) -> bool:
    """Build one edition of one source, and print its bytes to standard output; return whether it is without fault."""
    if len(editions) != 1 or len(options.sources) != 1 or options.to == "json":
        raise Misuse("--out - prints one edition of one document: give one file, and one name with --editions")
    if options.debug:
        raise Misuse("--debug makes a second file: give a folder with --out")
    with tempfile.TemporaryDirectory(prefix="engross-") as folder, _take_standard_input(options) as given:

        def show(_: Request, built: BuiltDocument) -> bool:
            for notice in built.notices:
                if notice.severity is Severity.ERROR or (notice.severity is Severity.WARNING and not options.quiet):
                    print_notice(notice, standard_error())
            if built.ok:
                sys.stdout.flush()
                sys.stdout.buffer.write(built.files[0].read_bytes())
                sys.stdout.buffer.flush()
            return built.ok

        requests = make_requests(replace(given, out=folder), editions)
        return _work_through(requests, Work(_build_document, show, print_refusal), options)


def _build_document(request: Request) -> BuiltDocument:
    """Build a document; return what there is to tell of it, which is sent from the process that loads WeasyPrint."""
    from engross.pipeline.build import build

    made = build(request)
    report = made.report
    return BuiltDocument(
        made.name, report["symbol"], report["language"], report["counts"], made.files, made.notices, made.ok
    )


def make_parallel_editions(options: Options, editions: Iterable[str], layout: str, alignment: str) -> bool:
    """Build one edition of two language versions, and print what was made; return whether it is without fault.

    Raises Misuse for any other number of sources.
    """
    from engross.model.request import ParallelRequest

    if len(options.sources) != 2 or STANDARD_STREAM in (*options.sources, options.out):
        raise Misuse("parallel takes two files, one in each language, and makes a folder")
    if options.with_record:
        raise Misuse("--with-record is of one language: leave it out")
    first, second = (make_requests(replace(options, sources=(name,)), editions)[0] for name in options.sources)
    pair = ParallelRequest(first, second, layout, alignment)
    with Worker(_build_pair, _make_bounds(options)) as worker:
        worker.begin(pair, Where(spell_name(second.source.name)))
        try:
            with show_work(f"{first.source.name} beside {second.source.name}", options):
                built = worker.result()
        except Refusal as refusal:
            (print_refusal_json if options.to == "json" else print_refusal)(second, refusal)
            return False
    return (print_built_json if options.to == "json" else print_built)(options, first, built)


def _build_pair(request: ParallelRequest) -> BuiltDocument:
    from engross.pipeline.parallel import build_parallel

    made = build_parallel(request)
    report = made.report
    languages = f"{report['language']}, {report['parallel']['language']}"
    return BuiltDocument(made.name, report["symbol"], languages, report["counts"], made.files, made.notices, made.ok)


def print_readings(options: Options) -> bool:
    """Print every source as engross understood it, in the form ``options.to``; return whether all is without fault.

    Raises Misuse for several sources in a form that is a file.
    """
    from engross.pipeline.read import explain_line, read_as

    _refuse_contradictions(options)
    with _take_standard_input(options) as given:
        make_form = partial(explain_line, line=options.why) if options.why else partial(read_as, form=options.to)
        work = Work(make_form, partial(_print_form, options), print_refusal)
        return _work_through(make_requests(given, ()), work, options)


def _refuse_contradictions(options: Options) -> None:
    """Raise Misuse for a form, or an explanation, that cannot be printed as it was asked for."""
    if (options.to != "text" or options.why) and len(options.sources) > 1:
        asked = f"--why {options.why} is of" if options.why else f"--to {options.to} makes"
        raise Misuse(f"{asked} one file: give one source")
    if options.why and options.to != "text":
        raise Misuse(f"--why prints an explanation, and no {options.to}: leave out one of --to and --why")
    if options.to == "docx" and sys.stdout.isatty():
        raise Misuse("--to docx makes a file that no terminal shows: write it to one, --to docx > FILE.docx")


def _print_form(options: Options, _: Request, form: ReadingForm) -> bool:
    if options.to == "text":
        print_plain(form.text, sys.stdout)
        return True
    for notice in form.notices:
        if notice.severity is not Severity.INFO:
            print_notice(notice, standard_error())
    print_file(form.data or form.text)
    return all(notice.severity is not Severity.ERROR for notice in form.notices)


def compare_sources(options: Options) -> bool:
    """Print how much of the first source the second one has, and where they differ; return whether they do not.

    Raises Misuse for any other number of sources, and Refusal.
    """
    from engross.verify.diff_report import format_as_json, format_as_text

    if len(options.sources) != 2:
        raise Misuse(f"compare holds two sources against each other, not {len(options.sources)}")
    with _take_standard_input(options) as given:
        pair = tuple(make_requests(replace(given, sources=(source,)), ())[0] for source in given.sources)
        first, second = (request.source for request in pair)
        with Worker(_compare_pair, _make_bounds(options)) as worker:
            worker.begin(pair, Where(spell_name(second.name)))
            with show_work(f"{first} against {second}", options):
                figures = worker.result()
    if options.to == "json":
        print_file(format_as_json(figures))
    elif not options.quiet:
        standard_output().print(format_as_text(figures))
    return not figures.differences


def _compare_pair(pair: tuple[Request, Request]) -> DiffFigures:
    from engross.pipeline.read import compare_requests

    return compare_requests(*pair)


def fetch_fonts(folder: Path) -> None:
    """Fetch the pinned fonts into ``folder``, showing the progress. Raises Refusal."""
    from engross.editions.fonts.fetch import download_fonts

    fetched = download_fonts(folder, standard_error().print)
    sentence = f"{count_noun(fetched, 'fonts')} fetched and verified" if fetched else "all fonts are there"
    standard_output().print(f"{folder}: {sentence}")


@contextmanager
def _take_standard_input(options: Options) -> Iterator[Options]:
    """Give the options with a temporary file, which has what standard input holds, in the place of "-"."""
    if STANDARD_STREAM not in options.sources:
        yield options
        return
    with tempfile.TemporaryDirectory(prefix="engross-") as folder:
        path = Path(folder) / "standard-input"
        path.write_bytes(sys.stdin.buffer.read(SOURCE_BYTES + 1))  # what is larger is refused where files are read
        yield replace(options, sources=[str(path) if name == STANDARD_STREAM else name for name in options.sources])


def _work_through(requests: Sequence[Request], work: Work, options: Options) -> bool:
    """Do the work for every request, within the bounds of ``options``, and show what came of it.

    Returns whether all of it is without fault; of several, a sum is printed at the end.
    """
    states: Counter[str] = Counter()
    with Worker(work.do, _make_bounds(options)) as worker:
        for number, request in enumerate(requests, 1):
            worker.begin(
                work.names.tell_request(request) if work.names else request, Where(spell_name(request.source.name))
            )
            try:
                with show_work(f"{request.source.name} ({number} of {len(requests)})", options):
                    result = worker.result()
            except Refusal as refusal:
                work.refuse(request, refusal)
                states["refused"] += 1
            else:
                if work.names:
                    work.names.add_built(request, result)
                states["done" if work.show(request, result) else "at fault"] += 1
    if len(requests) > 1 and not options.quiet:
        counts = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
        standard_error().print(f"{count_noun(len(requests), 'documents')}: {counts}")
    return states["done"] == len(requests)


def _make_bounds(options: Options) -> Bounds:
    return Bounds(options.timeout, options.memory)
