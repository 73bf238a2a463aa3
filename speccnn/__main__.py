"""`python -m speccnn`."""

from speccnn.cli.main import main

main()
