"""The command `etax-client`, and `python -m etax_client`."""

import sys

from etax_client.machine import crash


def main() -> None:
    """Close what leaks before anything else is imported, then do what the shell's words ask."""
    crash.harden()
    from etax_client.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
