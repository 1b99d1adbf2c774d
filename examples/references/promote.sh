#!/bin/sh
# Points environments at a version, commits the files that changed, and pushes them. A step of a CI server, or by hand:
#   promote.sh 2.0.57 staging production
# Run it in a clean checkout, in the folder of the environments file. AMITOOLS is the command line (default: amitools).
set -eu
version=$1
shift
options=''
for environment in "$@"; do options="$options --environment $environment"; done

if [ -n "$(git status --porcelain --untracked-files=no)" ]; then
    echo "error: the checkout has changes of its own; they would be committed with the promotion." >&2
    exit 1
fi

# Whatever this leaves undone is put back by the next one.
# shellcheck disable=SC2086
${AMITOOLS:-amitools} reference set "$version" $options

if git diff --quiet; then
    echo "The files name $version already; there is nothing to commit."
    exit 0
fi
git commit --quiet --all --message "Promote $* to $version"
# Somebody may have pushed meanwhile. A conflict ends in an error and leaves the commit here.
git pull --quiet --rebase
git push --quiet
git log -1 --stat --format='%h %s'
