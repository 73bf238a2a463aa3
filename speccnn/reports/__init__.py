"""What there is to say about a checked network, one file per report."""
