"""The tests of engross."""

from engross.editions.engine import load  # noqa: F401 - tests import engross_weasyprint
