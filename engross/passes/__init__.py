"""Reading to Reading, in a named order. Each pass is a function of its own file and guarantees one thing.

dates: what is no day of the calendar is left out of what is understood. settle: white space is single and stands only
where the language wants it. join: no run is cut without need.
even: the rows of a table are as wide as it is. lead: lead words are marked; again where links stood on them.
cite: every citation is a Citation, first those that the source marks. identify: every block, note and citation has
an id. order: numbers that jump are reported.
"""

from __future__ import annotations

from dataclasses import replace

from engross.grammars.language import load_language
from engross.model.reading import Reading
from engross.passes.cite import mark_citations
from engross.passes.dates import drop_impossible_dates
from engross.passes.even import complete_tables
from engross.passes.identify import assign_ids
from engross.passes.join import join_document_inlines
from engross.passes.lead import mark_lead_words
from engross.passes.order import check_numbers
from engross.passes.settle import settle_white_space


def run_passes(reading: Reading) -> Reading:
    """The reading after all passes; its text, folded, is what it was."""
    lang = load_language(reading.resolution.language)
    dated, of_dates = drop_impossible_dates(reading.resolution)
    settled = mark_lead_words(
        complete_tables(join_document_inlines(settle_white_space(dated, tight=lang.words["reading"]["tight"])))
    )
    cited, of_citations = mark_citations(settled, lang, reading.links)
    resolution = assign_ids(mark_lead_words(join_document_inlines(cited)))
    notices = (*reading.notices, *of_dates, *of_citations, *check_numbers(resolution))
    return replace(reading, resolution=resolution, notices=notices)
