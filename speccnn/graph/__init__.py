"""The network as nodes: wired by name, then with the type of every tensor."""
