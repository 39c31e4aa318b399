"""Find the browser the journeys use: Chromium of this machine, or, as root on Debian, from apt.

Prints its path. Exit status 1 and a reason when there is none: the journeys then say they did not
run.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return the path of a Chromium that is installed."""
    named = os.environ.get("DAMPINGI_BROWSER")
    return named if named and os.access(named, os.X_OK) else next(filter(None, map(shutil.which, NAMES)), None)


def ensure() -> str | None:
    """Return the path of a Chromium, installing it where root may."""
    if (found := find()) or os.getuid() != 0 or not shutil.which("apt-get"):
        return found
    sys.stderr.write("· Installing Chromium with apt, for the browser tests\n")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        done = subprocess.run(["apt-get", *words], env=env, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            return None
    return find()


def main() -> int:
    """Print where the browser is."""
    if found := ensure():
        sys.stdout.write(f"{found}\n")
        return 0
    sys.stderr.write("No Chromium here: the browser tests do not run. Install chromium, or name DAMPINGI_BROWSER.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
