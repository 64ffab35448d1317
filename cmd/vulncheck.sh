#!/bin/sh
# Looks for known vulnerabilities; where their database cannot be reached it says so
# and is no failure.
set -u
out=$(${GO:-go} tool govulncheck ./... 2>&1)
code=$?
if [ $code -eq 0 ]; then
	echo "govulncheck: nothing known"
	exit 0
fi
case "$out" in
*"fetching vulnerabilities"* | *"dial tcp"* | *"no such host"* | *"connection refused"* | *"Forbidden"*)
	echo "govulncheck: skipped, the vulnerability database cannot be reached"
	exit 0 ;;
esac
printf '%s\n' "$out"
exit $code
