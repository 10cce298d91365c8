"""Choose the engine that keeps the texts of a run."""

from __future__ import annotations

from pathlib import Path

from engross.batch.search.sqlite_index import SqliteIndex
from engross.batch.search.values import Index


def open_index(run: Path, opensearch: str) -> Index:
    """Return the index of a run: its own, or the one of OpenSearch at an address. Raises Refusal for a wrong one."""
    if not opensearch:
        return SqliteIndex(run)
    from engross.batch.search.opensearch_index import OpenSearchIndex

    return OpenSearchIndex(opensearch)
