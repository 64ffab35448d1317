#!/bin/sh
# Installs what make integration and make bench run against, from Debian's packages.
# The services that come with them are not started: the tests start their own, from
# their own folders, on free ports.
set -eu
packages="dovecot-imapd postfix isync opendkim chromium fonts-dejavu-core"

missing=""
for p in $packages; do
	dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
done
[ -n "$missing" ] || { echo "all there: $packages"; exit 0; }

if [ "$(id -u)" -ne 0 ]; then
	echo "run as root: apt-get install$missing" >&2
	exit 1
fi
export DEBIAN_FRONTEND=noninteractive
# policy-rc.d keeps the packages from starting system services while they install.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
	printf '#!/bin/sh\nexit 101\n' >"$policy"
	chmod +x "$policy"
	trap 'rm -f "$policy"' EXIT
fi
apt-get update -q
apt-get install -q -y --no-install-recommends $missing
