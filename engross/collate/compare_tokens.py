"""Compare two runs of tokens: which of them both have, which were taken out, which came in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from engross.collate.tokens import HAN, Token, count_words, measure_likeness, spell_living
from engross.model.tree import Note

LEAST_NOTE_LIKENESS = 0.4  # two notes at least this alike (0 to 1) are one that was changed
FEWEST_LETTERS = 3  # a word between two changes that has fewer letters is taken into them
FEWEST_HAN = 2  # so are Han characters, if they are fewer than these


@dataclass(frozen=True, slots=True)
class TokenPair:
    """A token that both runs have, or only one of them; None for the run that has it not."""

    old: Token | None
    new: Token | None


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of both runs, equal or not: its beginnings and ends there."""

    is_equal: bool
    old: slice
    new: slice


def compare_tokens(old: list[Token], new: list[Token]) -> Iterator[TokenPair]:
    """Yield the tokens of both runs in their order; of a stretch that was replaced, the old ones come first.

    Short words between two changes are part of the change: so it stays readable. Notes that are alike are a pair.
    """
    for stretch in _join_changes(old, _find_stretches(old, new)):
        old_tokens, new_tokens = old[stretch.old], new[stretch.new]
        if stretch.is_equal:
            yield from map(TokenPair, old_tokens, new_tokens)
        else:
            yield from _pair_notes(old_tokens, new_tokens)


def _find_stretches(old: list[Token], new: list[Token]) -> list[_Stretch]:
    matcher = SequenceMatcher(None, [token.key for token in old], [token.key for token in new], autojunk=False)
    return [_Stretch(tag == "equal", slice(a0, a1), slice(b0, b1)) for tag, a0, a1, b0, b1 in matcher.get_opcodes()]


def _join_changes(old: list[Token], stretches: list[_Stretch]) -> list[_Stretch]:
    """Return the stretches with each short equal one between two replaced ones joined to them."""
    joined: list[_Stretch] = []
    for n, stretch in enumerate(stretches):
        is_equal = stretch.is_equal
        is_between = 0 < n < len(stretches) - 1 and stretch.is_equal
        if is_between and _is_replaced(stretches[n - 1]) and _is_replaced(stretches[n + 1]):
            is_equal = not _is_short(old[stretch.old])
        last = joined[-1] if joined else None
        if last and not last.is_equal and not is_equal:
            joined[-1] = _Stretch(
                last.is_equal, slice(last.old.start, stretch.old.stop), slice(last.new.start, stretch.new.stop)
            )
        else:
            joined.append(_Stretch(is_equal, stretch.old, stretch.new))
    return joined


def _is_replaced(stretch: _Stretch) -> bool:
    return not stretch.is_equal and stretch.old.start < stretch.old.stop and stretch.new.start < stretch.new.stop


def _is_short(tokens: list[Token]) -> bool:
    """Return whether a stretch is too short to be told from the changes beside it: a little word, a mark, a space."""
    if any(token.is_note for token in tokens):
        return False
    words = [token.key for token in tokens if any(map(str.isalnum, token.key))]
    han = sum(bool(HAN.match(word)) for word in words)
    return han < FEWEST_HAN if han else len(words) < 2 and sum(map(len, words)) < FEWEST_LETTERS


def _pair_notes(old: list[Token], new: list[Token]) -> Iterator[TokenPair]:
    """Yield the tokens of a stretch that was replaced; notes in it that are alike are one that was changed."""
    start, new_start = 0, 0
    for n, m in _find_like_notes(old, new):
        yield from _list_replaced(old[start:n], new[new_start:m])
        yield TokenPair(old[n], new[m])
        start, new_start = n + 1, m + 1
    yield from _list_replaced(old[start:], new[new_start:])


def _find_like_notes(old: list[Token], new: list[Token]) -> Iterator[tuple[int, int]]:
    """Yield the places of notes that are alike, in both orders."""
    new_notes = [m for m, token in enumerate(new) if token.is_note]
    for n, token in enumerate(old):
        if token.is_note:
            words = _count_note_words(token)
            like = (m for m in new_notes if measure_likeness(words, _count_note_words(new[m])) >= LEAST_NOTE_LIKENESS)
            if (m := next(like, None)) is not None:
                new_notes = [other for other in new_notes if other > m]
                yield n, m


def _count_note_words(token: Token) -> Counter[str]:
    return count_words(spell_living(token.leaf.blocks)) if isinstance(token.leaf, Note) else Counter()


def _list_replaced(old: list[Token], new: list[Token]) -> Iterator[TokenPair]:
    yield from (TokenPair(token, None) for token in old)
    yield from (TokenPair(None, token) for token in new)
