"""``python -m engross``: what ./press runs."""

from engross.cli.program import run_program

if __name__ == "__main__":  # a worker process imports this module under another name
    run_program("./press")
