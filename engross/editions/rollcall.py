"""A Record to what an edition shows of the adoption: who voted how, who sponsored, in the reader's language and order.

It is matter of the edition, as the index is: the document itself does not print it.
"""

from __future__ import annotations

from collections.abc import Iterable

from engross.grammars.language import Language
from engross.grammars.member_states import State, find_group_speaker, find_state, members_on_day, sort_states
from engross.model.adoption import Ballot, Outcome, Record
from engross.model.book import Adoption, ListedName, Tally
from engross.model.notice import Code, Notice, make_notice
from engross.model.tree import Resolution

VOTE_KINDS = ("in_favour", "against", "abstaining")


def make_rollcall(resolution: Resolution, language: Language) -> tuple[Adoption | None, tuple[Notice, ...]]:
    """What is on record of an adoption, ready to be set; None where there are neither votes nor sponsors.

    A name that is no State's stays as recorded, behind the others, with a notice. Who did not vote is told only where
    it follows from the rest: in a recorded vote of the Assembly whose lists are whole.
    """
    symbol, record = resolution.symbol, resolution.record
    if record is None:
        return None, (make_notice(Code.RECORD_MISSING, symbol=symbol),)
    tallies = tuple(_make_tally(kind, getattr(record, kind), language) for kind in VOTE_KINDS)
    if record.outcome is Outcome.RECORDED and (absent := _find_absent_members(resolution, record)):
        tallies = (*tallies, _tally_absent(absent, language))
    sponsors, more = (_list_names(names, language) for names in (record.sponsors, record.additional_sponsors))
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
    notices = tuple(make_notice(Code.STATE_UNKNOWN, name=name, symbol=symbol) for name in unknown)
    empty = not shown and not any(tally.count for tally in made.tallies)
    return (None, ()) if empty else (made, notices)


def _make_tally(kind: str, ballot: Ballot, language: Language) -> Tally:
    return Tally(kind, ballot.count, _list_names(ballot.voters, language))


def _tally_absent(absent: tuple[State, ...], language: Language) -> Tally:
    names = tuple(ListedName(one.names[language.code]) for one in sort_states(absent, language))
    return Tally("not_voting", len(absent), names)


def _list_names(recorded: Iterable[str], language: Language) -> tuple[ListedName, ...]:
    """Names as recorded, as the reader has them: States in the language's order, then what is no State, as it comes."""
    found = {name: _find_state_name(name, language) for name in recorded}
    known = {said[0]: said[1] for said in found.values() if said}
    listed = (ListedName(known[one]) for one in sort_states(known, language))
    return (*listed, *(ListedName(name, recorded=True) for name, said in found.items() if not said))


def _find_state_name(recorded: str, language: Language) -> tuple[State, str] | None:
    """A State and what to call it: by its name, or as a speaker for a group; None for what is no State's name."""
    if one := find_state(recorded):
        return one, one.names[language.code]
    if not (found := find_group_speaker(recorded)):
        return None
    one, group = found
    words = {"state": one.names[language.code], "group": group[language.code]}
    return one, language.word("record", "on_behalf", **words)


def _find_absent_members(resolution: Resolution, record: Record) -> tuple[State, ...]:
    """The Members that are on none of the lists; () where the lists do not name every vote that was counted."""
    ballots = [getattr(record, kind) for kind in VOTE_KINDS]
    voters = [find_state(name) for ballot in ballots for name in ballot.voters]
    whole = all(ballot.count == len(ballot.voters) for ballot in ballots)
    if resolution.organ != "ga" or not voters or not whole or None in voters:
        return ()
    voted = {one.current_key for one in voters if one}
    return tuple(one for one in members_on_day(resolution.facts.adopted) if one.key not in voted)
