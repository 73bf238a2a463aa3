"""What is allowed but unwise, and what training cannot mean: one file per rule."""
