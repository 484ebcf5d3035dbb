"""`python -m s3analysis` is the command `s3analysis`."""

from s3analysis.cli import main

main()
