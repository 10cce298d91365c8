"""A Record to what an edition shows of the adoption: who voted how, who sponsored, in the reader's language and order.

It is matter of the edition, as the index is: the document itself does not print it.
"""

from __future__ import annotations

from collections.abc import Iterable

from engross.adoption import Ballot, Outcome, Record
from engross.book import Adoption, Listed, Tally
from engross.language import Language
from engross.model import Resolution
from engross.notice import Code, Notice, notice
from engross.states import State, in_order, members, speaker, state

KINDS = ("in_favour", "against", "abstaining")


def rollcall(resolution: Resolution, language: Language) -> tuple[Adoption | None, tuple[Notice, ...]]:
    """What is on record of an adoption, ready to be set; None where there are neither votes nor sponsors.

    A name that is no State's stays as recorded, behind the others, with a notice. Who did not vote is told only where
    it follows from the rest: in a recorded vote of the Assembly whose lists are whole.
    """
    symbol, record = resolution.symbol, resolution.record
    if record is None:
        return None, (notice(Code.RECORD_MISSING, symbol=symbol),)
    tallies = tuple(_tally(kind, getattr(record, kind), language) for kind in KINDS)
    if record.outcome is Outcome.RECORDED and (absent := _absent(resolution, record)):
        tallies = (*tallies, _absence(absent, language))
    sponsors, more = (_names(names, language) for names in (record.sponsors, record.additional_sponsors))
    made = Adoption(
        record.outcome.value,
        tuple(one for one in tallies if one.count) if record.outcome is not Outcome.RECORDED else tallies,
        sponsors,
        tuple(one for one in more if one not in sponsors),
        record.meeting_record,
        record.draft,
    )
    shown = (*(one for tally in made.tallies for one in tally.voters), *made.sponsors, *made.additional_sponsors)
    unknown = dict.fromkeys(one.name for one in shown if one.recorded)
    notices = tuple(notice(Code.STATE_UNKNOWN, name=name, symbol=symbol) for name in unknown)
    empty = not shown and not any(tally.count for tally in made.tallies)
    return (None, ()) if empty else (made, notices)


def _tally(kind: str, ballot: Ballot, language: Language) -> Tally:
    return Tally(kind, ballot.count, _names(ballot.voters, language))


def _absence(absent: tuple[State, ...], language: Language) -> Tally:
    names = tuple(Listed(one.names[language.code]) for one in in_order(absent, language))
    return Tally("not_voting", len(absent), names)


def _names(recorded: Iterable[str], language: Language) -> tuple[Listed, ...]:
    """Names as recorded, as the reader has them: States in the language's order, then what is no State, as it comes."""
    found = {name: _said(name, language) for name in recorded}
    known = {said[0]: said[1] for said in found.values() if said}
    listed = (Listed(known[one]) for one in in_order(known, language))
    return (*listed, *(Listed(name, recorded=True) for name, said in found.items() if not said))


def _said(recorded: str, language: Language) -> tuple[State, str] | None:
    """A State and what to call it: by its name, or as a speaker for a group; None for what is no State's name."""
    if one := state(recorded):
        return one, one.names[language.code]
    if not (found := speaker(recorded)):
        return None
    one, group = found
    words = {"state": one.names[language.code], "group": group[language.code]}
    return one, language.word("record", "on_behalf", **words)


def _absent(resolution: Resolution, record: Record) -> tuple[State, ...]:
    """The Members that are on none of the lists; () where the lists do not name every vote that was counted."""
    ballots = [getattr(record, kind) for kind in KINDS]
    voters = [state(name) for ballot in ballots for name in ballot.voters]
    whole = all(ballot.count == len(ballot.voters) for ballot in ballots)
    if resolution.organ != "ga" or not voters or not whole or None in voters:
        return ()
    voted = {one.now for one in voters if one}
    return tuple(one for one in members(resolution.facts.adopted) if one.key not in voted)
