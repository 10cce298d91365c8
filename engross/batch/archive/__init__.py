"""Make archival packages of finished documents: what was made, what it was made of, and how to prove both."""
