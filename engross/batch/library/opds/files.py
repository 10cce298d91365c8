"""Spell the feeds and entries of a catalogue as files: Atom by templates, JSON as values of the same names."""

from __future__ import annotations

from collections.abc import Iterator

from engross.batch.library.opds.atom import ATOM, spell_atom_entry, spell_atom_feed
from engross.batch.library.opds.feeds import make_feeds
from engross.batch.library.opds.manifest import JSON, spell_json_feed, spell_json_publication
from engross.batch.library.opds.values import CatalogueOptions, Publication


def make_catalogues(publications: tuple[Publication, ...], options: CatalogueOptions) -> Iterator[tuple[str, bytes]]:
    """Yield the files of both catalogues by their paths in the site; none if there is nothing to be listed."""
    if not publications:
        return
    for feed in make_feeds(publications, options):
        yield f"{feed.address}{ATOM}", spell_atom_feed(feed, options)
        yield f"{feed.address}{JSON}", spell_json_feed(feed, options)
    for publication in publications:
        yield f"{publication.address}entry{ATOM}", spell_atom_entry(publication, options)
        yield f"{publication.address}publication{JSON}", spell_json_publication(publication, options)
