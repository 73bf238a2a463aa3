"""One file per layer family, each holding everything about its layers."""
