"""The profiles of the e-book: how it differs for one kind of reader, or for an archive.

Send to Kindle takes 50 MB, refuses CSS variables, and chooses its fonts by the language "zh-CN"; preservation wants
fonts and source inside (ISO/IEC TS 22424-1).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile of the e-book.

    ``tag``: the key of [language] in words/*.toml that has its language tag. ``fonts``: whether fonts are embedded.
    ``source``: whether the source is embedded. ``limit``: the most bytes that the e-book may have, 0 for any number.
    """

    name: str
    tag: str = "tag"
    fonts: bool = False
    source: bool = False
    limit: int = 0

    def file_name(self, stem: str) -> str:
        """Return the name of the e-book's file; it names a profile other than the default:
        "A_RES_77_213.zh.kindle.epub".
        """
        return f"{stem}.epub" if self == READER else f"{stem}.{self.name}.epub"


READER = Profile("reader")
ARCHIVE = Profile("archive", fonts=True, source=True)
KINDLE = Profile("kindle", tag="kindle", limit=50_000_000)
PROFILES = {profile.name: profile for profile in (READER, ARCHIVE, KINDLE)}
