"""Report that a document gives dates of its adoption that contradict each other; nothing is changed."""

from __future__ import annotations

import re
from itertools import combinations

from engross.grammars.dates import iter_iso_dates
from engross.grammars.language import Language
from engross.model.notice import Code, Notice, make_notice
from engross.model.text import spell_inlines
from engross.model.tree import Resolution, Role


def compare_dates(resolution: Resolution, language: Language) -> tuple[Notice, ...]:
    """Return a notice if the adoption line, the closing lines and the metadata have no day of adoption in common.

    Several days are no contradiction: the parts of a text were adopted on a day each.
    """
    masthead, adopted = resolution.masthead, resolution.facts.adopted
    heads = [masthead.adoption, *(line for line in masthead.other if _is_adoption_line(line, language))]
    closing = [line for part in resolution.parts for line in part.closing if line.role is not Role.VOTE]
    days = {
        "adoption line": _find_days(heads, language),
        "closing lines": _find_days([spell_inlines(line.content, calls=False) for line in closing], language),
        "metadata": [adopted] * bool(adopted),
    }
    known = {place: found for place, found in days.items() if found}
    if all(set(one) & set(other) for one, other in combinations(known.values(), 2)):
        return ()
    dates = "; ".join(f"{place}: {', '.join(found)}" for place, found in known.items())
    where = closing[-1].where if closing else resolution.where
    return (make_notice(Code.DATES_DIFFER, where, dates=dates),)


def _is_adoption_line(line: str, language: Language) -> bool:
    return re.match(language.words["adoption"]["line"], line) is not None


def _find_days(lines: list[str], language: Language) -> list[str]:
    return list(dict.fromkeys(day for line in lines for day in iter_iso_dates(line, language)))
