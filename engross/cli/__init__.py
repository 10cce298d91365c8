"""The command line, the output to a terminal, the preview in a browser."""
