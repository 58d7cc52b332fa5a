"""python -m bot"""

import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["health"]:
        # Runs every few seconds in a container, so it must not load the rest.
        from bot.health import main as health

        health(sys.argv[2:])
    else:
        from bot.cli import main

        main()
