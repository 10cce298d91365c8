"""Functions that the readers of several formats share."""
