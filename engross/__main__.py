"""``python -m engross``: what ./press runs."""

from engross.program import start

start("./press")
