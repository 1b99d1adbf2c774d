#!/bin/sh
# Settings that every Linux image has, and a record of what it was made from.
#   IMAGE_ROOT  the root of the image's files; empty is the machine itself
set -eu

write() {
    mkdir -p "$IMAGE_ROOT$(dirname "$1")"
    cat > "$IMAGE_ROOT$1"
}

write /etc/ssh/sshd_config.d/10-image.conf << EOF
PasswordAuthentication no
PermitRootLogin no
X11Forwarding no
EOF

write /etc/systemd/journald.conf.d/10-image.conf << EOF
[Journal]
MaxRetentionSec=${LOG_RETENTION_DAYS}day
SystemMaxUse=500M
EOF

write /etc/sysctl.d/10-image.conf << EOF
net.ipv4.conf.all.rp_filter = 1
net.ipv4.tcp_syncookies = 1
kernel.kptr_restrict = 1
EOF

# Who is on an instance sees here what it was made from; tags can't be seen from inside without permissions.
write /etc/image-release.d/10-base-linux << EOF
IMAGE=base-linux
VERSION=$IMAGE_VERSION
COMMIT=$IMAGE_COMMIT
SOURCE_IMAGE=$IMAGE_SOURCE
TARGET=$IMAGE_TARGET
EOF
