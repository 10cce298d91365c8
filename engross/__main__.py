"""``python -m engross``: what ./press runs."""

from engross.program import start

if __name__ == "__main__":  # a worker process imports this module under another name
    start("./press")
