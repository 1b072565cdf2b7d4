"""`python -m visitplan.cli`."""

from visitplan.cli import main

if __name__ == "__main__":  # worker processes import this module anew
    main()
