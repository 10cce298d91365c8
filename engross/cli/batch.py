"""The commands for many documents: the corpus run, the volume, the search, the concordance."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engross.cli import screen
from engross.cli.check_files import check_files
from engross.cli.misuse import Misuse
from engross.cli.options import (
    RunCommandOptions,
    check_editions,
    check_scheduler,
    core_count,
    make_format,
)
from engross.cli.run_progress import report_read_sources, show_progress
from engross.model.notice import Code
from engross.pipeline.folders import fonts_folder

if TYPE_CHECKING:
    from engross.batch.concord import Allowance, Concordance
    from engross.batch.corpus import Item, JournalLine, Pairing, RunResources, RunSummary
    from engross.batch.corpus import RunOptions as CorpusOrder

CONTEXT_CHARACTERS = 40  # characters shown before and behind words that were found
QUERY_SIGN = re.compile(r"[\"“”*()]|\b(?:AND|OR|NOT|NEAR)\b")  # what other searches take for a sign, not a word
PLACEHOLDER = re.compile(r"[“”]?\{[^}]*\}[“”]?")  # what a notice's sentence is filled in at


def make_corpus(many: RunCommandOptions) -> bool:
    """Make the editions of every source, and print what came of them; return whether all are without fault.

    A document that is refused, hangs or is at fault is an entry of the report. Raises Misuse and Refusal.
    """
    from engross.batch.corpus import run_corpus

    order, run = make_run_options(many)
    with show_progress(many) as say:
        summary = run_corpus(tuple(many.sources), order, run, say)
    if many.to == "json":
        for line in summary.lines:
            screen.print_json_line(_line_data(line))
    else:
        _print_summary(summary, many)
    are_done = all(line.state in ("done", "left out") for line in summary.lines)
    return _check_run(many, summary) and are_done if many.check else are_done


def _line_data(line: JournalLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "folder": line.folder,
        "state": line.state,
        "symbol": line.symbol,
        "language": line.language,
        "organ": line.organ,
        "edition": line.edition,
        "counts": line.counts,
        "notices": line.codes,
        "message": line.message,
    }


def _check_run(many: RunCommandOptions, summary: RunSummary) -> bool:
    """Run the validators on the editions of a run, with a line of the table for each language and organ."""
    from engross.batch.corpus.journal import RUN_FOLDER

    out = Path(many.out)
    groups: dict[Path, tuple[str, ...]] = {out / line.editions: (line.language, line.organ) for line in summary.lines}
    groups[out] = groups[out / RUN_FOLDER] = ("of the run",)  # its report and index, and its journal
    printing = {"to": many.to, "quiet": many.quiet, "verbose": many.verbose}
    return check_files(
        [many.out], many.thorough, many.jobs, lambda path: groups.get(path.parent, ("?", "?")), **printing
    )


def bind_volume(many: RunCommandOptions, title: str) -> None:
    """Bind the documents of every source into one PDF, showing the progress. Raises Misuse and Refusal."""
    from engross.batch.volume import VolumeRequest, make_volume

    order, run = make_run_options(many)
    with show_progress(many) as say:
        made = make_volume(VolumeRequest(tuple(many.sources), order, Path(many.out), title), run, say)
    if many.to == "json":
        documents = [line.symbol for line in made.lines]
        screen.print_json_line({"file": str(made.path), "pages": made.pages, "documents": documents})
    elif not many.quiet:
        bound = screen.count_noun(len(made.lines), "documents")
        screen.standard_output().print(
            f"{bound}, {screen.count_noun(made.pages, 'pages')}, {made.made} made now", style="bold"
        )
        _print_path(made.path)


def _print_path(path: Path) -> None:
    screen.standard_output().print(f"  {path}  {screen.spell_size(path.stat().st_size)}")


def make_run_options(many: RunCommandOptions) -> tuple[CorpusOrder, RunResources]:
    """Return what is wanted of every source and the resources to do it with. Raises Misuse."""
    from engross.batch.corpus import RunOptions, RunResources
    from engross.batch.corpus.urls import is_url
    from engross.model.epub_profile import PROFILES

    if many.check and is_url(many.out):
        raise Misuse("--check looks at files on this machine: give --out a folder")
    check_scheduler(many.scheduler)
    chosen = (many.language, many.organ, many.session)
    profile = PROFILES[many.profile]
    out, url = (Path(), many.out) if is_url(many.out) else (Path(many.out), "")
    wanted = make_format(many)
    editions = check_editions(many.editions, wanted)
    pairing = make_pairing(many)
    order = RunOptions(
        out, fonts_folder(many.fonts), editions, *chosen, many.with_record, profile, url, wanted, pairing
    )
    return order, RunResources(core_count(many.jobs), many.timeout, many.force, many.scheduler, many.memory)


def make_pairing(many: RunCommandOptions) -> Pairing:
    """Return the editions of two documents that are asked for. Raises Misuse where they cannot be made."""
    from engross.batch.corpus import Pairing

    pairing = Pairing(tuple(many.parallel), many.layout, many.redline)
    if pairing.languages and len(pairing.languages) != 2:
        raise Misuse(f"--parallel is two languages, zh,en, not {','.join(pairing.languages)}")
    if pairing.languages and many.language:
        raise Misuse("--parallel needs documents in two languages: leave --language out")
    if pairing.languages and not {"pdf", "epub"} & set(many.editions):
        raise Misuse("--parallel makes PDF and EPUB: ask for one of them with --editions")
    if (pairing.languages or pairing.has_redlines) and many.kind != "handout":
        raise Misuse(f"--as {many.kind} is of documents by themselves: bilingual editions and redlines are handouts")
    return pairing


def _print_summary(summary: RunSummary, many: RunCommandOptions) -> None:
    from engross.batch.corpus.run_report import iter_not_done, summarise_run

    report = summarise_run(summary.lines)
    if report["groups"] and not many.quiet:
        screen.print_table(tuple(report["groups"][0]), [tuple(map(str, group.values())) for group in report["groups"]])
    for entry in iter_not_done(summary.lines):
        if entry["state"] != "left out" or many.verbose:
            screen.standard_error().print(f"{entry['name']}: {entry['state']}: {entry['message']}", style="red")
    if many.quiet:
        return
    for slug, times in report["notices"].items():
        screen.standard_output().print(f"  {times:6} {_describe_notice(slug)}")
    states = ", ".join(f"{number} {state}" for state, number in report["states"].items())
    documents = screen.count_noun(report["documents"], "documents")
    if report["pairs"]:
        documents += f" and {screen.count_noun(report['pairs'], 'editions')} of two"
    screen.standard_output().print(f"{documents} ({states}), {summary.made} made now", style="bold")
    for path in summary.files:
        if isinstance(path, Path):
            _print_path(path)
        else:
            screen.standard_output().print(f"  {path}")


def _describe_notice(slug: str) -> str:
    """Return what notices of a code say, with "…" where each has words of its own, and the code behind it."""
    sentence = next((code.sentence for code in Code if code.slug == slug), "")
    return f"{PLACEHOLDER.sub('…', sentence)} ({slug})" if sentence else slug


def find_words(words: str, many: RunCommandOptions) -> bool:
    """Print where the documents of a run have ``words``; return whether any has. Raises Misuse and Refusal."""
    from engross.batch.search.open_index import open_index

    if not words.strip():
        raise Misuse("find needs words to look for")
    places = tuple(open_index(Path(many.out), many.opensearch).find_places(words))
    for place in places:
        if many.to == "json":
            names = ("name", "symbol", "language", "place", "text")
            screen.print_json_line({name: getattr(place, name) for name in names})
        elif not many.quiet:
            screen.standard_output().print(f"{place.symbol} ({place.language})  {place.place}", style="bold")
            screen.standard_output().print(f"  {_excerpt_around(place.text, words)}")
            screen.standard_output().print(f"  {Path(many.out) / place.name}", style="dim")
    if many.to != "json" and not many.quiet:
        documents = screen.count_noun(len({place.name for place in places}), "documents")
        screen.standard_error().print(f"{screen.count_noun(len(places), 'places')} in {documents}")
        if not places and QUERY_SIGN.search(words):
            screen.standard_error().print(
                "the words are looked for as they are typed: quotation marks, AND, OR and * too"
            )
    return bool(places)


def _excerpt_around(text: str, words: str) -> str:
    """Return the words and what stands around them."""
    at = max(0, text.lower().find(words.lower()))
    start, end = max(0, at - CONTEXT_CHARACTERS), at + len(words) + CONTEXT_CHARACTERS
    return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"


def compare_languages(many: RunCommandOptions, allow: str) -> bool:
    """Print where the language versions of documents differ, and write it all down; return whether none does.

    A source that is refused counts as a difference. Raises Misuse for sources that are no two versions of anything,
    and Refusal.
    """
    from engross.batch.concord import make_concordance, read_allowances
    from engross.batch.concord.page import format_as_json, render_concordance
    from engross.batch.corpus import find_items
    from engross.model.book import FinishedFile
    from engross.pipeline import output

    allowances = read_allowances(Path(allow)) if allow else ()
    items = find_items(tuple(many.sources))
    left_out = tuple((item.display_name, _reason_left_out(item)) for item in items if _reason_left_out(item))
    paths = [item.path for item in items if not _reason_left_out(item)]
    concordance = make_concordance(report_read_sources(paths, many), allowances)
    concordance = replace(concordance, refused=(*left_out, *concordance.refused))
    if not concordance.documents and not concordance.refused:
        raise Misuse("there is nothing to compare: give the same document in two languages or more")
    files = (
        FinishedFile("concordance.html", render_concordance(concordance)),
        FinishedFile("concordance.json", format_as_json(concordance)),
    )
    paths = list(output.write_files(Path(many.out), files))
    if many.to == "json":
        screen.print_file(files[1].data.decode("utf-8"))
    else:
        _print_concordance(concordance, many, paths)
    return not concordance.differences and not concordance.unused and not concordance.refused


def _print_concordance(concordance: Concordance, many: RunCommandOptions, paths: list[Path]) -> None:
    from engross.batch.concord.page import count_aspects

    for source, message in concordance.refused:
        screen.standard_error().print(f"refused: {source}: {message}", style="red")
    for allowance in concordance.unused:
        screen.standard_error().print(f"allowed but not met: {_describe_allowance(allowance)}", style="yellow")
    if many.quiet:
        return
    rows = [(aspect, str(documents), str(times)) for aspect, documents, times in count_aspects(concordance)]
    if rows:
        screen.print_table(("differ in", "documents", "differences"), rows)
    differing = len({difference.document for difference in concordance.differences})
    compared = screen.count_noun(len(concordance.documents), "documents")
    screen.standard_output().print(f"{compared} in several languages, {differing} differ", style="bold")
    for path in paths:
        _print_path(path)


def _describe_allowance(allowance: Allowance) -> str:
    return f"{allowance.document}, {allowance.aspect} {allowance.place}"


def _reason_left_out(item: Item) -> str:
    """Return why a source is not compared; "" for one that is."""
    if item.fault:
        return item.fault
    return "it is no file of this machine: unpack it, or fetch it first" if item.member or item.url else ""
