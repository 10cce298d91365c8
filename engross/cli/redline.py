"""The command that compares versions of a text: the work that is asked for, done and then told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from engross.cli.built_document import BuiltDocument, print_built, print_built_json, print_refusal, print_refusal_json
from engross.cli.console import STANDARD_STREAM
from engross.cli.misuse import Misuse
from engross.cli.options import Options, make_requests
from engross.cli.screen import count_noun, show_work, standard_output
from engross.grammars.edition_name import spell_name
from engross.model.notice import Refusal
from engross.model.redline import MOST_VERSIONS
from engross.model.tree import Where
from engross.pipeline.bounded import Bounds, Worker

if TYPE_CHECKING:
    from engross.model.request import Request


@dataclass(frozen=True, slots=True)
class _RedlineOrder:
    """The requests of the versions, the oldest first, and the editions to make."""

    requests: tuple[Request, ...]
    editions: frozenset[str]


def compare_versions(options: Options, editions: Sequence[str]) -> bool:
    """Make the redline of the sources, the oldest first; return whether it is without fault. Raises Misuse."""
    if not 2 <= len(options.sources) <= MOST_VERSIONS:
        raise Misuse(f"redline compares 2 to {MOST_VERSIONS} versions, the oldest first, not {len(options.sources)}")
    if STANDARD_STREAM in (*options.sources, options.out):
        raise Misuse("redline reads files and writes into a folder: “-” is neither")
    requests = tuple(make_requests(replace(options, sources=(source,)), ())[0] for source in options.sources)
    newest = requests[-1]
    is_json = options.to == "json"
    with Worker(_make_redline, Bounds(options.timeout * len(requests), options.memory)) as worker:
        worker.begin(_RedlineOrder(requests, frozenset(editions)), Where(spell_name(newest.source.name)))
        try:
            with show_work(" → ".join(request.source.name for request in requests), options):
                built, changes = worker.result()
        except Refusal as refusal:
            (print_refusal_json if is_json else print_refusal)(newest, refusal)
            return False
    show = partial(print_built_json if is_json else print_built, options)
    if not is_json and not options.quiet:
        standard_output().print(changes)
    return show(newest, built)


def _make_redline(order: _RedlineOrder) -> tuple[BuiltDocument, str]:
    """Make a redline; return what there is to tell of it, and its changes counted by kind."""
    from engross.pipeline.redline import make_redline_editions

    made = make_redline_editions(order.requests, order.editions)
    symbol, language = str(made.redline.resolution.symbol), made.redline.resolution.language
    kinds = Counter(change.kind for change in made.redline.changes)
    counts = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    changes = f"{count_noun(len(made.redline.changes), 'changes')}: {counts}" if kinds else "no change"
    built = BuiltDocument(made.name, symbol, language, made.counts, made.files, made.notices, made.is_sound)
    return built, changes
