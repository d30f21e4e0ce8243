#!/bin/sh
# The tests of keys in a token use SoftHSM. Install Debian's where we may; nothing else needs it.
command -v softhsm2-util >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo -n"; else as="no"; fi
    if [ "$as" != no ]; then
        echo "Installing SoftHSM for the tests of keys in a token …"
        $as apt-get update -qq && $as apt-get install -y -qq softhsm2 >/dev/null && exit 0
    fi
fi
echo "The tests of keys in a token are not run: install the package 'softhsm2'." >&2
exit 0
