#!/bin/sh
# The last step of every Linux image: takes out what must be new on each instance.
#   IMAGE_ROOT  the root of the image's files; empty is the machine itself
set -eu

rm -f "$IMAGE_ROOT"/etc/ssh/ssh_host_*
# Packer's own temporary key. cloud-init writes the instance's key when it starts.
rm -f "$IMAGE_ROOT"/home/*/.ssh/authorized_keys "$IMAGE_ROOT"/root/.ssh/authorized_keys
# An empty file, not a missing one: systemd then makes a new id.
if [ -f "$IMAGE_ROOT/etc/machine-id" ]; then : > "$IMAGE_ROOT/etc/machine-id"; fi
rm -rf "$IMAGE_ROOT"/var/lib/cloud/instances "$IMAGE_ROOT"/var/lib/cloud/instance
rm -f "$IMAGE_ROOT"/var/log/cloud-init*.log "$IMAGE_ROOT"/root/.bash_history
