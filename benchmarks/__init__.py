"""Measurements whose numbers we promise; each module is a command: ``python -m benchmarks.NAME``."""
