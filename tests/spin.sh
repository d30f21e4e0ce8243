#!/bin/sh
# The models of the protocol are checked by SPIN, which makes C. Install Debian's where we may; nothing else needs it.
command -v spin >/dev/null 2>&1 && command -v cc >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo -n"; else as="no"; fi
    if [ "$as" != no ]; then
        echo "Installing SPIN for the models of the protocol …"
        $as apt-get update -qq && $as apt-get install -y -qq spin gcc libc6-dev >/dev/null && exit 0
    fi
fi
echo "The models of the protocol are not checked: install the packages 'spin' and 'gcc'." >&2
exit 0
