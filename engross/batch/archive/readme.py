"""Write the README of a package, in plain words: in the languages of the document, and in English.

It says how the package is proved whole without engross, who made it of what, and how to make it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from engross import __version__
from engross.batch.archive.package import FileRole, Package, PackagedFile, PackagedVersion, pack_bytes
from engross.batch.library.frame import spell_language
from engross.grammars.language import load_language

README_NAME = "README.txt"
SECTIONS = ("about", "folders", "others", "check", "made", "again")
WIDTH = 100  # characters of a line, in scripts that have spaces
UNDERLINE = "="
VERIFY_COMMAND = "engross verify ."


def make_readme(package: Package, commands: Iterable[str]) -> PackagedFile:
    """Return the README; ``commands``: what proves the package whole, typed in its folder."""
    parts = [_spell_part(package, version) for version in _order_versions(package)]
    text = "\n\n".join(("\n\n".join(parts), "\n".join(f"    {line}" for line in (*commands, VERIFY_COMMAND)))) + "\n"
    return pack_bytes(README_NAME, FileRole.README, text.encode("utf-8"), "text/plain")


def _order_versions(package: Package) -> Iterator[tuple[str, PackagedVersion]]:
    """Yield the languages of the README with the version that gives the title: the document's own, English last."""
    by_language = {version.held.language: version for version in package.facts.versions}
    yield from ((code, version) for code, version in by_language.items() if code != "en")
    yield "en", by_language.get("en") or package.facts.versions[0]


def _spell_part(package: Package, shown: tuple[str, PackagedVersion]) -> str:
    code, version = shown
    words = load_language(code).words["archive"]
    values = {
        "symbol": package.facts.document.symbol or package.name,
        "title": version.held.title,
        "languages": ", ".join(dict.fromkeys(spell_language(each.held.language) for each in package.facts.versions)),
        "version": version.engross or __version__,
    }
    heading, *paragraphs = (words[name].format_map(values) for name in ("heading", *SECTIONS))
    return "\n\n".join((f"{heading}\n{UNDERLINE * len(heading)}", *("\n".join(_break(text)) for text in paragraphs)))


def _break(text: str) -> list[str]:
    return wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
