"""Run the passes over a Reading in their order. Each pass is a function in a file of its own and guarantees one thing.

name_organ: the masthead has the organ's name. spell_days: the days of a session stand there as the language writes
them. dates: every date that was understood is a day of the calendar. settle: white space is single and stands only
where the language wants it. spaces: words of names are parted, doubtful spaces told. join: adjacent inlines of one
kind are one. even: every row of a table is as wide as the table. lead: lead words are marked. cite: every citation is
a Citation, first those that the source marks. Then join and lead once more, for links can have stood on lead words.
identify: every block, note and citation has an id. repeat_calls: a call of a note that another call has called leads
to it. order: numbers that jump or are missing are reported. check_lead: so are lead words that are missing. struck: so
are words that are struck out, days of adoption that differ, lists of voters that are not as long as their vote says.
nest, before all that looks at words: points stand beside those whose markers they go on with.
"""

from __future__ import annotations

from dataclasses import replace

from engross.grammars.language import load_language
from engross.model.notice import Notice
from engross.model.reading import Reading
from engross.model.tree import Resolution
from engross.passes.check_lead import check_lead_words
from engross.passes.cite import mark_citations
from engross.passes.compare_dates import compare_dates
from engross.passes.dates import drop_impossible_dates
from engross.passes.even import complete_tables
from engross.passes.identify import assign_ids
from engross.passes.join import join_document_inlines
from engross.passes.lead import mark_lead_words
from engross.passes.name_organ import name_organ
from engross.passes.nest import nest_points
from engross.passes.order import check_numbers, tell_faults_once
from engross.passes.repeat_calls import link_repeated_calls
from engross.passes.settle import settle_white_space
from engross.passes.spaces import mend_spaces
from engross.passes.spell_days import spell_session_days
from engross.passes.struck import report_struck_words
from engross.passes.votes import check_votes


def run_passes(reading: Reading) -> Reading:
    """Return the reading after all passes; its folded text is unchanged but for organ and days in the masthead."""
    lang = load_language(reading.resolution.language)
    named, organ_notices = name_organ(reading.resolution, lang)
    spelled, day_notices = spell_session_days(named, lang)
    dated, date_notices = drop_impossible_dates(spelled)
    nested, nest_notices = nest_points(dated)
    spaced, space_notices = mend_spaces(settle_white_space(nested, tight=lang.words["reading"]["tight"]), lang)
    settled = mark_lead_words(complete_tables(join_document_inlines(spaced)))
    cited, citation_notices = mark_citations(settled, lang, reading.links)
    resolution = link_repeated_calls(assign_ids(mark_lead_words(join_document_inlines(cited))))
    notices = (
        *reading.notices,
        *organ_notices,
        *day_notices,
        *date_notices,
        *nest_notices,
        *space_notices,
        *citation_notices,
        *report_faults(resolution),
    )
    printed = reading.resolution.masthead
    printed_organ, printed_period = printed.organ if organ_notices else "", printed.period if day_notices else ()
    changed = replace(reading, resolution=resolution, notices=tell_faults_once(notices))
    return replace(changed, printed_organ=printed_organ, printed_period=printed_period)


def report_faults(resolution: Resolution) -> tuple[Notice, ...]:
    """Return the notices that a resolution itself shows, in whatever form it is written: nothing is changed."""
    lang = load_language(resolution.language)
    return (
        *check_numbers(resolution),
        *check_lead_words(resolution),
        *report_struck_words(resolution),
        *compare_dates(resolution, lang),
        *check_votes(resolution, lang),
    )
