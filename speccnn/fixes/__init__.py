"""What to change in a spec so that it is right: proposed by finding, tried, and told or made."""
