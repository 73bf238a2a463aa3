"""Variables, expressions, blocks and repeats: from a spec as written to one without them."""
