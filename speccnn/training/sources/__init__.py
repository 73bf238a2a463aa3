"""Where examples come from: ONE FILE A FAMILY OF SOURCES, holding what is known of each."""
