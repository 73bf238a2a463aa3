"""The spec as validated data."""
