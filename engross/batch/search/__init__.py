"""Search the texts of a run: one interface for an index, the embedded one of SQLite, and OpenSearch.

``Index`` in ``values.py`` is the interface: ``put`` documents, ``search`` with filters and in pages, ``find_places``.
``SqliteIndex`` is the database that the command corpus writes beside a run; ``OpenSearchIndex`` asks a server, for
those who outgrow the first. Both find the same documents for the same query.
"""

from engross.batch.search.sqlite_index import SqliteIndex
from engross.batch.search.values import (
    FILTERS,
    PAGE_RESULTS,
    TITLE,
    FoundPage,
    FoundPlace,
    Index,
    IndexedDocument,
    SearchQuery,
    cut_excerpt,
)

__all__ = [
    "FILTERS",
    "PAGE_RESULTS",
    "TITLE",
    "FoundPage",
    "FoundPlace",
    "Index",
    "IndexedDocument",
    "SearchQuery",
    "SqliteIndex",
    "cut_excerpt",
]
