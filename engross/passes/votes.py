"""Report a printed vote whose names are not as many as its sentence says; nothing is changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from engross.grammars.language import Language
from engross.grammars.member_states import load_states
from engross.model.notice import Code, Notice, make_notice
from engross.model.text import shorten_line, spell_inlines
from engross.model.tree import Paragraph, Resolution, Role
from engross.model.walk import blocks_of

COMMA = re.compile("[,،、，;；]")
WORD_BETWEEN = re.compile(r"\s\w+(?=\s)")  # "Somalie et Soudan"
LIST_EDGES = " \t\n\u00a0.。[]［］"


def check_votes(resolution: Resolution, language: Language) -> tuple[Notice, ...]:
    """Return a notice for each list of voters whose length its vote does not say, and for each that is empty."""
    votes = [block for block in blocks_of(resolution) if isinstance(block, Paragraph) and block.role is Role.VOTE]
    names = frozenset(state.names[language.code] for state in load_states()) if votes else frozenset[str]()
    return tuple(notice for vote in votes for notice in _check_vote(vote, names))


def _check_vote(vote: Paragraph, state_names: frozenset[str]) -> Iterator[Notice]:
    """Yield the notices about the lists under the sentence of a vote, unless there is none that has names.

    A number is that of any list: not all sentences have the order of their lists.
    """
    lists = [block for block in vote.children if isinstance(block, Paragraph) and block.role is Role.VOTE]
    counts = [_count_voters(voters, state_names) for voters in lists]
    numbers = [int(figure) for figure in re.findall(r"\d+", spell_inlines(vote.content, calls=False))]
    if not any(counts):
        return
    said = Counter(numbers)
    unsaid, unnamed = Counter(counts) - said, said - Counter(counts) - Counter({0: said[0]})
    for n, (voters, count) in enumerate(zip(lists, counts, strict=True)):
        label = shorten_line(spell_inlines(voters.content, calls=False)).rstrip(":： \u00a0\u202f")
        is_in_place = numbers[n : n + 1] == [count]
        if not count and (is_in_place or not unnamed):
            yield make_notice(Code.VOTERS_MISSING, voters.where, label=label)
        elif numbers and unsaid[count] and not is_in_place:
            said_numbers = ", ".join(map(str, numbers))
            yield make_notice(Code.VOTERS_DIFFER, voters.where, label=label, names=count, said=said_numbers)


def _count_voters(voters: Paragraph, state_names: frozenset[str]) -> int:
    """Return how many names stand under the heading of a list, a word between the last two as a comma."""
    words = [spell_inlines(block.content, calls=False) for block in voters.children if isinstance(block, Paragraph)]
    names = [name.strip(LIST_EDGES) for line in words for name in COMMA.split(line)]
    return sum(1 + _is_pair_of_states(name, state_names) for name in names if name)


def _is_pair_of_states(name: str, state_names: frozenset[str]) -> bool:
    """Return whether a name is two, with a word between: not "Bosnia and Herzegovina"."""
    pairs = ((name[: word.start()], name[word.end() :].lstrip()) for word in WORD_BETWEEN.finditer(name))
    return name not in state_names and any(state_names.issuperset(pair) for pair in pairs)
