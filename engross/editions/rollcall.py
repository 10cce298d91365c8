"""Build what an edition shows of the adoption from a record: who voted how and who sponsored, in the reader's language.

It is part of the edition, as the index is: the document itself does not print it.
"""

from __future__ import annotations

from collections.abc import Iterable

from engross.grammars.language import Language
from engross.grammars.member_states import (
    State,
    find_named_state,
    find_state,
    members_on_day,
    sort_states,
)
from engross.grammars.member_states.sponsor_words import spell_sponsor
from engross.model.adoption import Ballot, Outcome, Record
from engross.model.book import Adoption, ListedName, Tally
from engross.model.notice import Code, Notice, make_notice
from engross.model.tree import Resolution

VOTE_KINDS = ("in_favour", "against", "abstaining")


def make_rollcall(resolution: Resolution, language: Language) -> tuple[Adoption | None, tuple[Notice, ...]]:
    """Return what is on record of an adoption, ready for typesetting, with notices; None without votes and sponsors."""
    adoption, notices = make_adoption(resolution, language)
    is_empty = adoption is None or not (any(tally.count for tally in adoption.tallies) or any(adoption.iter_names()))
    return None if is_empty else adoption, notices


def make_adoption(resolution: Resolution, language: Language) -> tuple[Adoption | None, tuple[Notice, ...]]:
    """Return what is on record of an adoption, though it be the outcome alone, with notices; None without a record.

    A name that is no State's stands behind the States, as recorded or in sentence case, with a notice. Who did not vote
    is listed only if it follows from the rest: in a recorded vote of the Assembly whose lists are complete.
    """
    symbol, record = resolution.symbol, resolution.record
    if record is None:
        return None, (make_notice(Code.RECORD_MISSING, symbol=symbol),)
    tallies = tuple(_make_tally(kind, getattr(record, kind), language) for kind in VOTE_KINDS)
    if record.outcome is Outcome.RECORDED and (absent := _find_absent_members(resolution, record)):
        tallies = (*tallies, _tally_absent(absent, language))
    sponsors, additional = (_list_names(names, language) for names in (record.sponsors, record.additional_sponsors))
    adoption = Adoption(
        record.outcome.value,
        tuple(listed for listed in tallies if listed.count) if record.outcome is not Outcome.RECORDED else tallies,
        sponsors,
        tuple(listed for listed in additional if listed not in sponsors),
        record.meeting_record,
        record.draft,
    )
    shown = (
        *(listed for tally in adoption.tallies for listed in tally.voters),
        *adoption.sponsors,
        *adoption.additional_sponsors,
    )
    unknown = dict.fromkeys(listed.name for listed in shown if listed.recorded)
    notices = tuple(make_notice(Code.STATE_UNKNOWN, name=name, symbol=symbol) for name in unknown)
    return adoption, notices


def _make_tally(kind: str, ballot: Ballot, language: Language) -> Tally:
    return Tally(kind, ballot.count, _list_names(ballot.voters, language))


def _tally_absent(absent: tuple[State, ...], language: Language) -> Tally:
    names = tuple(ListedName(state.names[language.code]) for state in sort_states(absent, language))
    return Tally("not_voting", len(absent), names)


def _list_names(recorded: Iterable[str], language: Language) -> tuple[ListedName, ...]:
    """Return names as recorded in the reader's form: States in the language's order, then other names in theirs."""
    states = {name: find_named_state(name, language) for name in recorded}
    name_of_state = {state_and_name[0]: state_and_name[1] for state_and_name in states.values() if state_and_name}
    listed = (ListedName(name_of_state[state]) for state in sort_states(name_of_state, language))
    others = (name for name, state_and_name in states.items() if not state_and_name)
    return (*listed, *(ListedName(spell_sponsor(name), recorded=True) for name in others))


def _find_absent_members(resolution: Resolution, record: Record) -> tuple[State, ...]:
    """Return the Members that are on none of the lists; () if the lists do not name every vote that was counted."""
    ballots = [getattr(record, kind) for kind in VOTE_KINDS]
    voters = [find_state(name) for ballot in ballots for name in ballot.voters]
    complete = all(ballot.count == len(ballot.voters) for ballot in ballots)
    if resolution.organ != "ga" or not voters or not complete or None in voters:
        return ()
    voted = {state.current_key for state in voters if state}
    return tuple(state for state in members_on_day(resolution.facts.adopted) if state.key not in voted)
