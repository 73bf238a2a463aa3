"""Layers in the words of other frameworks: what each means, and how a spec says the same."""
