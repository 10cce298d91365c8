"""Read the list of differences that are right, each with a reason; entries that meet no difference are reported.

The file is TOML::

    [[allow]]
    document = "A/RES/77/213"
    aspect = "cited symbols"
    place = "fn-1"
    languages = ["zh"]
    reason = "the corrigendum is of the Chinese text alone"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from engross.batch.concord.differ import VersionDifference
from engross.grammars.edition_name import spell_name
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.readers.load_file import load_file

ALLOWANCE_KEYS = ("document", "aspect", "place", "languages", "reason")


@dataclass(frozen=True, slots=True)
class Allowance:
    """A difference that is right: its document, aspect and place, the languages that differ, and the reason."""

    document: str
    aspect: str
    place: str
    languages: tuple[str, ...]
    reason: str

    def is_met_by(self, found: VersionDifference) -> bool:
        """Return whether this allowance is for the difference ``found``."""
        same = (found.document, found.aspect, found.place) == (self.document, self.aspect, self.place)
        return same and set(found.odd) <= set(self.languages)


def read_allowances(path: Path) -> tuple[Allowance, ...]:
    """Return the allowances in the file at ``path``. Raises Refusal if it cannot be read or an entry is incomplete."""
    where = Where(spell_name(path.name))
    try:
        entries = tomllib.loads(load_file(path).decode("utf-8")).get("allow", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal(f"the list is not TOML: {error}", "mend it there", where) from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Refusal("the list has no entries", "each difference that is right is a table: [[allow]]", where)
    return tuple(_parse_allowance(entry, n, where) for n, entry in enumerate(entries, 1))


def _parse_allowance(entry: dict[str, object], n: int, where: Where) -> Allowance:
    missing = [key for key in ALLOWANCE_KEYS if not entry.get(key) and key != "place"]
    languages = entry.get("languages")
    if missing or not isinstance(languages, list):
        what = f"entry {n} lacks {', '.join(missing) or 'a list of languages'}"
        raise Refusal(what, "an entry says document, aspect, place, languages and reason", where)
    texts = (str(entry["document"]), str(entry["aspect"]), str(entry.get("place", "")))
    return Allowance(*texts, tuple(map(str, languages)), str(entry["reason"]))


def split_allowed(
    found: tuple[VersionDifference, ...], allowances: tuple[Allowance, ...]
) -> tuple[tuple[VersionDifference, ...], tuple[Allowance, ...]]:
    """Return the differences that no allowance meets, and the allowances that meet no difference."""
    remaining = tuple(
        difference for difference in found if not any(allowance.is_met_by(difference) for allowance in allowances)
    )
    unused = tuple(allowance for allowance in allowances if not any(map(allowance.is_met_by, found)))
    return remaining, unused
