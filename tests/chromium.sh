#!/bin/sh
# The browser journeys need a Chromium or Chrome. Use the one that is there, else install Debian's where we may.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
[ -n "$PULANG_CHROMIUM" ] && exit 0
if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo -n"; else as="no"; fi
    if [ "$as" != no ]; then
        echo "Installing Chromium for the browser journeys …"
        $as apt-get update -qq && $as apt-get install -y -qq chromium >/dev/null && exit 0
    fi
fi
echo "The browser journeys need Chromium: install the package 'chromium' or set PULANG_CHROMIUM to its path." >&2
exit 1
