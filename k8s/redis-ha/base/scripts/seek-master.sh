#!/bin/sh
# seek-master.sh PID STARTING: runs beside the Sentinel with that process id until it monitors the master and knows its
# peers; then looks only now and then, and leaves what happens to Sentinel. It guesses nothing: a master is a Redis that
# says so, because a Sentinel that is pointed at a replica looks well for half a minute and is then stuck (F5).
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
. "$here/survey.sh"
. "$here/sentinels.sh"
sentinel_pid=$1 starting=$2
make_room seek
started_at=$(date +%s)
wrong_since=
# A master that was told to go is about to hand over (leave.sh); after this long it is taken all the same. Seconds.
leaving_patience=20

here_sentinel() { ask "$self" "$sentinel_port" "$@"; }

# $monitored, $flags and $peers; empty where nothing is monitored.
look_at_self() {
  read -r monitored flags peers <<LINE
$(here_sentinel sentinel master "$MASTER_NAME" | awk '
    key == "ip" || key == "flags" || key == "num-other-sentinels" { seen[key] = $0 }
    { key = $0 }
    END { print seen["ip"], seen["flags"], seen["num-other-sentinels"] }')
LINE
}

# The bootstrap master is not one to monitor: it retires, and would stay in the lists as a ghost.
master_to_monitor() {
  survey | awk '$1 != "redis-master"' >"$room/redises"
  if [ $(($(date +%s) - started_at)) -lt "$leaving_patience" ]; then
    awk '$5 > 0' "$room/redises" | pick_master ""
  else
    pick_master "" <"$room/redises"
  fi
}

seek() {
  master=$(master_to_monitor)
  if [ -z "$master" ] || [ "$master" = "$monitored" ]; then
    wrong_since=
  elif [ -z "$monitored" ]; then
    say "monitoring $master"
    monitor_commands "$master" | ask_all "$self" "$sentinel_port" >/dev/null
  elif ! is_master "$monitored" && has_lasted; then
    say "monitoring $master, no longer $monitored, which is no master"
    { echo "sentinel remove $MASTER_NAME"; monitor_commands "$master"; } | ask_all "$self" "$sentinel_port" >/dev/null
    wrong_since=
  fi
}

is_master() { awk -v address="$1" '$2 == address && $3 == "master" { found = 1 } END { exit !found }' "$room/redises"; }

# Not at the first look, and never during an election: in both the change may be just on its way here.
has_lasted() {
  case $flags in *failover_in_progress*) return 1 ;; esac
  if [ -z "$wrong_since" ]; then wrong_since=$(date +%s); fi
  [ $(($(date +%s) - wrong_since)) -ge 2 ]
}

# Quicker than the defaults, at the price of some small packets: a peer is found in half a second instead of two (F7), a
# silent master is noticed within half a second of down-after instead of one. Not a setting of the file; one that knows
# no such command keeps its own pace.
quicken() {
  here_sentinel sentinel debug ping-period 500 publish-period 500 info-period 2000 >/dev/null
  rm -f "$starting"
}

until [ -n "$(here_sentinel ping)" ]; do
  kill -0 "$sentinel_pid" 2>/dev/null || exit 1
  sleep 0.1
done
quicken
while kill -0 "$sentinel_pid" 2>/dev/null; do
  look_at_self
  if [ "$flags" = master ] && [ "$peers" -ge $((SENTINELS - 1)) ] && [ $(($(date +%s) - started_at)) -gt 10 ]; then
    sleep 5
  else
    seek
    sleep 0.2
  fi
done
