"""The profiles of the e-book: what a reader of some kind, or an archive, needs otherwise than the rest.

Send to Kindle takes 50 MB, refuses CSS variables, and chooses its fonts by the language "zh-CN"; preservation wants
fonts and source inside (ISO/IEC TS 22424-1).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """What the e-book of a profile is made of.

    ``tag``: the key of [language] in words/*.toml that names its language. ``fonts``: whether the fonts are embedded.
    ``source``: whether the source rides along. ``raster``: whether the cover is a picture of points.
    ``limit``: the bytes it may have, 0 for any number.
    """

    name: str
    tag: str = "tag"
    fonts: bool = False
    source: bool = False
    raster: bool = False
    limit: int = 0

    def file_name(self, stem: str) -> str:
        """What the book is called; a profile that is not the default is named: "A_RES_77_213.zh.kindle.epub"."""
        return f"{stem}.epub" if self == READER else f"{stem}.{self.name}.epub"


READER = Profile("reader")
ARCHIVE = Profile("archive", fonts=True, source=True)
KINDLE = Profile("kindle", tag="kindle", raster=True, limit=50_000_000)
PROFILES = {profile.name: profile for profile in (READER, ARCHIVE, KINDLE)}
