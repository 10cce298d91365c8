"""What is true of UN documents and languages whatever the file: symbols, citations, numbers, terms, words."""
