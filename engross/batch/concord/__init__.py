"""Compare the language versions of documents: list where they differ, with the places in all of them.

Versions are aligned by the ids of their blocks, which come from printed numbers and so are the same in every language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engross.batch.concord.allow import Allowance, read_allowances, split_allowed
from engross.batch.concord.differ import VersionDifference, find_differences
from engross.batch.concord.version import Version, read_version
from engross.grammars.edition_name import spell_name
from engross.model.failure import make_refusal
from engross.model.tree import Where


@dataclass(frozen=True, slots=True)
class Concordance:
    """The result of a comparison: documents in several languages, their differences, the allowances that met none.

    ``alone``: sources without another version. ``refused``: sources that could not be read, with the reason.
    """

    documents: tuple[tuple[str, tuple[str, ...]], ...]  # symbol, languages
    differences: tuple[VersionDifference, ...]
    unused: tuple[Allowance, ...]
    alone: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def make_concordance(paths: Iterable[Path], allowances: tuple[Allowance, ...] = ()) -> Concordance:
    """Compare the documents in ``paths``, sources of any language and format; leave out allowed differences."""
    refused: list[tuple[str, str]] = []
    by_symbol: dict[str, list[Version]] = defaultdict(list)
    for path in paths:
        try:
            version = read_version(path)
        except Exception as error:  # noqa: BLE001 # one source's failure does not keep the others from being compared
            refused.append((spell_name(str(path)), str(make_refusal(error, Where(spell_name(path.name))))))
            continue
        by_symbol[version.symbol].append(version)
    groups = {symbol: _keep_first_by_language(group) for symbol, group in sorted(by_symbol.items())}
    compared = {symbol: group for symbol, group in groups.items() if len(group) > 1}
    alone = tuple(v.source for group in groups.values() if len(group) == 1 for v in group)
    differences = tuple(d for symbol, group in compared.items() for d in find_differences(symbol, group))
    remaining, unused = split_allowed(differences, allowances)
    documents = tuple((symbol, tuple(v.language for v in group)) for symbol, group in compared.items())
    return Concordance(documents, remaining, unused, alone, tuple(refused))


def _keep_first_by_language(group: list[Version]) -> tuple[Version, ...]:
    """Return the versions by language; of several in one language, the first."""
    return tuple(
        {version.language: version for version in reversed(group)}[code] for code in sorted({v.language for v in group})
    )


__all__ = ["Allowance", "Concordance", "VersionDifference", "make_concordance", "read_allowances"]
