"""Measurements whose numbers we promise; each module is a command: ``python -m benchmarks.NAME``."""

from engross.editions.engine import load  # noqa: F401 - benchmarks import engross_weasyprint
