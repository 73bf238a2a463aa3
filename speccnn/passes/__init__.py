"""Networks to networks of the same meaning, one file per pass."""
