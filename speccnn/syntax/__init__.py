"""Text to a tree of values, each of which can be found again in the text."""
