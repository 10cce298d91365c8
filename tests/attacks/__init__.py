"""Seeded attacks on every format: a module for each generates mutants, ``judge`` says what became of one.

A mutant is known by its id, "xml-7-1234" (format, seed, number): the same id is the same bytes wherever the same
sources are. Used by ``tests/test_attacks.py`` (a few hundred) and by ``python -m benchmarks.attacks`` (thousands).
"""
