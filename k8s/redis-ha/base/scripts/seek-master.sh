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

# The bootstrap master is not one to monitor: it retires, and would stay in the lists as a ghost. One that was told to go is, where
# there is no other: clients ask for it meanwhile, and it tells the Sentinels when it hands over (leave.sh).
master_to_monitor() {
  survey | awk '$1 != "redis-master"' >"$room/redises"
  pick_master "" <"$room/redises"
}

seek() {
  master=$(master_to_monitor)
  if [ -n "$master" ] && [ "$master" = "$monitored" ]; then
    wrong_since=
    # On a busy node it may have been told of the master, but not of the password.
    case $flags in *s_down* | *disconnected*) option_commands | ASK_SECONDS=5 ask_all "$self" "$sentinel_port" >/dev/null ;; esac
  elif [ -z "$master" ]; then
    wrong_since=
  elif [ -z "$monitored" ]; then
    say "monitoring $master"
    monitor_commands "$master" | ASK_SECONDS=5 ask_all "$self" "$sentinel_port" >/dev/null
  elif ! is_master "$monitored" && has_lasted; then
    say "monitoring $master, no longer $monitored, which is no master"
    { echo "sentinel remove $MASTER_NAME"; monitor_commands "$master"; } | ask_all "$self" "$sentinel_port" >/dev/null
    wrong_since=
  fi
}

is_master() { awk -v address="$1" '$2 == address && $3 == "master" { found = 1 } END { exit !found }' "$room/redises"; }

# Right after the start it may have asked just before a hand-over. Later it waits for the second look, and never moves during an
# election: the change may be just on its way here.
has_lasted() {
  if is_young; then return 0; fi
  case $flags in *failover_in_progress*) return 1 ;; esac
  if [ -z "$wrong_since" ]; then wrong_since=$(date +%s); fi
  [ $(($(date +%s) - wrong_since)) -ge 2 ]
}

is_young() { [ $(($(date +%s) - started_at)) -le 10 ]; }

# Quicker than the defaults, at the price of some small packets: a peer is found in half a second instead of two (F7), a
# silent master is noticed within half a second of down-after instead of one. Not a setting of the file; one that knows
# no such command keeps its own pace.
quicken() {
  here_sentinel sentinel debug ping-period 500 publish-period 500 info-period 2000 >/dev/null
  rm -f "$starting"
}

# Time that the Sentinel has spent, in hundredths of a second; 0 where the system does not tell.
spent() { awk '{ print $14 + $15 }' "/proc/$sentinel_pid/stat" 2>/dev/null || echo 0; }

# A connection that was begun while the other's Service had no endpoint can come up all the same, at the second try, with an
# error of the first one still queued in Linux: Sentinel is woken for it for ever and never reads it, and takes all the
# processor time that there is. It is given new connections: those who have the other end close them.
calm_down() {
  before=$(spent)
  sleep 5
  if [ $(($(spent) - before)) -lt 50 ]; then return 0; fi
  say "this Sentinel spins: renewing its connections"
  id=$(here_sentinel sentinel myid | cut -c 1-8)
  for other in $(names_of redis "$REPLICAS"); do hang_up "$(address_of "$other")" "$redis_port"; done
  for other in $(names_of redis-sentinel "$SENTINELS"); do
    if [ "$other" != "$POD_NAME" ]; then hang_up "$(address_of "$other")" "$sentinel_port"; fi
  done
}

hang_up() {
  ask "$1" "$2" client list | sed -n "s/^id=\([0-9]*\) .* name=sentinel-$id-.*/client kill id \1/p" | ask_all "$1" "$2" >/dev/null
}

until [ -n "$(here_sentinel ping)" ]; do
  kill -0 "$sentinel_pid" 2>/dev/null || exit 1
  sleep 0.1
done
quicken
while kill -0 "$sentinel_pid" 2>/dev/null; do
  look_at_self
  if [ "$flags" = master ] && [ "$peers" -ge $((SENTINELS - 1)) ] && ! is_young; then
    calm_down
  else
    seek
    sleep 0.2
  fi
done
