"""What a person meets: the command line, the terminal, the browser."""
