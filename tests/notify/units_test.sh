#!/bin/sh
# What `cmake --install` puts down: the program runs, systemd takes the units, and they may do little.
# units_test.sh CMAKE BUILD; exit code 77: there is no systemd here.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" --install "$2" --prefix "$folder" >"$folder/log"
units=$folder/lib/systemd/system
"$folder/bin/agencywatch" --version
for command in "scan" "--quiet notify"; do
  grep -qx "ExecStart=$folder/bin/agencywatch --config /etc/agencywatch/agencywatch.yaml --data-dir /var/lib/agencywatch $command" "$units/agencywatch-${command##* }.service"
done
grep -q '^u agencywatch ' "$folder/lib/sysusers.d/agencywatch.conf"
command -v systemd-analyze >/dev/null || exit 77
for unit in "$units"/*; do
  # The units name each other; no other unit's faults are ours.
  told=$(SYSTEMD_UNIT_PATH="$units:" systemd-analyze verify --man=no --recursive-errors=no "$unit" 2>&1) || { echo "$told"; exit 1; }
  [ -z "$told" ] || { echo "$told"; exit 1; }
done
systemd-analyze calendar '*-*-* 01:00:00 Asia/Ho_Chi_Minh' >/dev/null
# 10 is unsafe, 0 is nothing at all; systemd's own services are between 1 and 9.
for unit in scan notify; do
  systemd-analyze security --offline=true --no-pager --threshold=20 "$units/agencywatch-$unit.service" | tail -n 1
done
