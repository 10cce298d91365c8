"""Spell the links of a catalogue: relative to the file that they stand in, so that the site can be at any address."""

from __future__ import annotations

from dataclasses import dataclass

from engross.batch.library.addresses import quote_address
from engross.batch.library.opds.covers import COVER_NAME, SMALL_NAME, find_cover_folder
from engross.batch.library.opds.values import FeedLink, Publication


@dataclass(frozen=True, slots=True)
class Hrefs:
    """The links of a file at an address. ``ending``: of its form, ".atom" or ".json"; ``query``: as of a feed."""

    address: str
    ending: str
    base_url: str = ""
    query: str = ""

    def to_path(self, path: str) -> str:
        """Return the link to a path of the site."""
        return (("../" * self.address.count("/")) or "./") + quote_address(path)

    def to_feed(self, address: str) -> str:
        """Return the link to a feed, or to an entry, in the same form."""
        return self.to_path(f"{address}{self.ending}")

    def to_link(self, link: FeedLink) -> str:
        """Return the link to the feed that a link leads to."""
        return f"{self.to_feed(link.address)}{link.query}"

    def to_self(self) -> str:
        """Return the link of the file to itself: whole, if the site's address is known."""
        return f"{self.to_whole(self.address)}{self.query}"

    def to_whole(self, address: str) -> str:
        """Return the whole address of a feed or an entry in the same form; a link if that of the site is not known."""
        path = f"{address}{self.ending}"
        return f"{self.base_url}{quote_address(path)}" if self.base_url else self.to_path(path)

    def to_cover(self, publication: Publication, *, is_small: bool = False) -> str:
        """Return the link to a picture of a publication."""
        return self.to_path(f"{find_cover_folder(publication)}{SMALL_NAME if is_small else COVER_NAME}")
