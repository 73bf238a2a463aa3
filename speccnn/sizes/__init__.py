"""Sizes that are not numbers yet: exact functions of named input sizes, and what they must meet."""
