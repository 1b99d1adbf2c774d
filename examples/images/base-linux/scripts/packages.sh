#!/bin/sh
# Installs PACKAGES (names separated by blanks) with the package manager that is there. Nothing to install, nothing done.
set -eu
[ -n "$PACKAGES" ] || exit 0
if [ -n "$IMAGE_ROOT" ]; then
    echo "packages can't be installed below $IMAGE_ROOT; leave 'packages' empty together with 'image_root'" >&2
    exit 1
fi

# The list is meant to be split.
# shellcheck disable=SC2086
if command -v dnf > /dev/null; then
    dnf install -y $PACKAGES
    dnf clean all
elif command -v apt-get > /dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install -y --no-install-recommends $PACKAGES
    apt-get clean
    rm -rf /var/lib/apt/lists/*
else
    echo "neither dnf nor apt-get is here to install: $PACKAGES" >&2
    exit 1
fi
