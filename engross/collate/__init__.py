"""Collate resolutions: two or more readings to one value, whose parts say which of them has what.

``redline``: versions of one text in the order of time, to a text that marks what was taken out and what came in.
"""
