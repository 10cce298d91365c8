"""The tests of engross."""
