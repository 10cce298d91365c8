"""Name the folders of a run by what documents are, before any is made: whichever worker is first changes no name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from engross.batch.corpus.job import Job
from engross.batch.corpus.journal import JournalLine
from engross.grammars.edition_name import find_free_name, make_document_name


def name_folders(jobs: Iterable[Job], find_line: Callable[[str], JournalLine | None]) -> tuple[Job, ...]:
    """Return the jobs whose documents are known, each with the folder of its editions.

    ``find_line``: finds that of a source by name, with its symbol and language if it is a document. Of several sources
    of one document the first by name has the document's own folder; the others are told which that is.
    """
    sources: dict[str, str] = {}  # by the folder that it has, in lower case
    named: list[Job] = []
    for job in sorted(jobs, key=lambda one: one.item.name):
        line = find_line(job.item.name)
        if line is None or not line.symbol:
            continue
        own = job.order.format.kind.name_editions(make_document_name(line.symbol, line.language))
        folder = find_free_name(own, job.item.name.rpartition("/")[2], sources)
        rival = "" if folder == own else sources[own.casefold()]
        sources[folder.casefold()] = job.item.name
        named.append(replace(job, folder=folder, rival=rival))
    return tuple(named)
