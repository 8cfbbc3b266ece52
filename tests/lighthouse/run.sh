#!/bin/sh
# Lighthouse's four figures for front page, gallery, film page and a post of the built site in the folder $1, as a phone has them.
#
# What is missing is installed on Debian, as root, where CI is set or INSTALL_SYSTEM_PACKAGES=yes; elsewhere an
# installed Chromium or Chrome and Node.js are used. Where there is none nothing is measured, loudly; under CI that is a
# failure.
set -eu

SITE=$(cd "$1" && pwd)
cd "$(dirname "$0")"

browser() {
    for name in "${CHROME_PATH:-}" chromium chromium-browser google-chrome google-chrome-stable chrome; do
        if [ -n "$name" ] && command -v "$name"; then return; fi
    done
}

debian() {
    [ -n "$updated" ] || apt-get update -q || true
    updated=yes
    DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$1" || true
}

asked=${CI:-}
[ "${INSTALL_SYSTEM_PACKAGES:-}" != yes ] || asked=yes
if [ -n "$asked" ] && [ -f /etc/debian_version ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    updated=
    [ -n "$(browser)" ] || debian chromium
    command -v node >/dev/null || debian nodejs
    command -v npm >/dev/null || debian npm # some builds of nodejs bring it along
fi

absent=
[ -n "$(browser)" ] || absent="$absent Chromium"
command -v node >/dev/null || absent="$absent Node.js"
command -v npm >/dev/null || absent="$absent npm"
if [ -n "$absent" ]; then
    echo "NOT MEASURED BY LIGHTHOUSE: not installed:$absent. Install it, or as root on Debian say INSTALL_SYSTEM_PACKAGES=yes" >&2
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi

if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    npm ci --ignore-scripts --no-audit --no-fund
fi
SITE=$SITE CHROME_PATH=$(browser) exec node measure.mjs
