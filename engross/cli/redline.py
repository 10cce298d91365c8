"""The command that compares versions of a text: the work that is asked for, done and then told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from engross.cli.built_document import BuiltDocument, print_built, print_built_json, print_refusal, print_refusal_json
from engross.cli.console import STANDARD_STREAM
from engross.cli.misuse import Misuse
from engross.cli.options import Options, make_requests
from engross.cli.screen import show_work
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
                built = worker.result()
        except Refusal as refusal:
            (print_refusal_json if is_json else print_refusal)(newest, refusal)
            return False
    show = partial(print_built_json if is_json else print_built, options)
    return show(newest, built)


def _make_redline(order: _RedlineOrder) -> BuiltDocument:
    """Make a redline; return what there is to tell of it."""
    from engross.pipeline.redline import make_redline_editions

    made = make_redline_editions(order.requests, order.editions)
    counts = {**made.counts, "changes": len(made.redline.changes)}
    symbol, language = str(made.redline.resolution.symbol), made.redline.resolution.language
    return BuiltDocument(made.name, symbol, language, counts, made.files, made.notices, made.ok)
