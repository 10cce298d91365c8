"""Reading to Reading, in a named order. Each pass is a function of its own file and guarantees one thing.

dates: what is no day of the calendar is left out of what is understood. settle: white space is single and stands only
where the language wants it. join: no run is cut without need.
even: the rows of a table are as wide as it is. lead: lead words are marked; again where links stood on them.
cite: every citation is a Citation, first those that the source marks. identify: every block, note and citation has
an id. order: numbers that jump are reported.
"""

from __future__ import annotations

from dataclasses import replace

from engross.language import language
from engross.passes.cite import cite
from engross.passes.dates import drop_impossible_dates
from engross.passes.even import even
from engross.passes.identify import identify
from engross.passes.join import join
from engross.passes.lead import lead
from engross.passes.order import order
from engross.passes.settle import settle
from engross.reading import Reading


def run(reading: Reading) -> Reading:
    """The reading after all passes; its text, folded, is what it was."""
    lang = language(reading.resolution.language)
    dated, of_dates = drop_impossible_dates(reading.resolution)
    settled = lead(even(join(settle(dated, tight=lang.words["reading"]["tight"]))))
    cited, of_citations = cite(settled, lang, reading.links)
    resolution = identify(lead(join(cited)))
    notices = (*reading.notices, *of_dates, *of_citations, *order(resolution))
    return replace(reading, resolution=resolution, notices=notices)
