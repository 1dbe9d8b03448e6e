#!/bin/sh
# Starts a Sentinel once it knows a master: from the Sentinels that run already, else from what it wrote down itself in
# an earlier life of this container. Where there is neither, it waits and guesses nothing: the container is Running and
# nobody listens, until another Sentinel answers, or the bot (or a person) starts one in here by exec (F1).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
umask 077
conf=$CONF_DIR/sentinel.conf
# The liveness probe's excuse for a Sentinel that does not listen.
waiting=$CONF_DIR/waiting

# Process 1 ignores every signal that it has no trap for, and a shell acts on one only between two commands.
trap 'exit 0' TERM INT
nap() {
  sleep "$1" &
  wait $! || true
}

answers_here() { [ "$(ask "$self" "$sentinel_port" ping)" != "" ]; }

# Sets $master. Only an address whose Redis says master will do, see common.sh.
ask_for_master() {
  master=$(named_master) || return 1
  is_master "$master"
}

# What an earlier life knew counts only after the others were asked: an old address with a high epoch would turn all
# Sentinels back (redis.md, fact 2).
recall_master() {
  [ "$1" -ge 4 ] && [ -s "$conf" ] || return 1
  master=$(saved_master)
  [ -n "$master" ]
}

saved_master() { sed -n "s/^sentinel monitor \"\{0,1\}$MASTER_NAME\"\{0,1\} \"\{0,1\}\([^ \"]*\).*/\1/p" "$conf" 2>/dev/null; }

settings() {
  listen_settings "$sentinel_port"
  echo "dir $CONF_DIR"
  echo "sentinel myid $(own_id)"
  # Addresses, not names: a name that stops resolving blocks Sentinel in the middle of a failover (F14).
  echo "sentinel announce-ip $POD_IP"
  echo "sentinel announce-port $sentinel_port"
  echo "sentinel resolve-hostnames no"
  # Nobody may have it run a script, password or not.
  echo "sentinel deny-scripts-reconfig yes"
  echo "sentinel monitor $MASTER_NAME $master $redis_port $QUORUM"
  echo "sentinel down-after-milliseconds $MASTER_NAME $DOWN_AFTER_MS"
  echo "sentinel failover-timeout $MASTER_NAME $FAILOVER_TIMEOUT_MS"
  echo "sentinel parallel-syncs $MASTER_NAME $PARALLEL_SYNCS"
  secret_setting sentinel auth-pass "$MASTER_NAME"
  if [ "$(saved_master)" = "$master" ]; then saved_state; fi
}

# The same for the same pod name, so that a recreated Sentinel replaces its dead self in the others' lists: a ghost
# counts for the majority (F7). One that was started by hand keeps the id that the others know it by.
own_id() {
  saved=$(sed -n 's/^sentinel myid \([0-9a-f]\{40\}\)$/\1/p' "$conf" 2>/dev/null) || saved=
  if [ -n "$saved" ]; then echo "$saved"; else printf '%s' "$POD_NAMESPACE/$POD_NAME" | sha1sum | cut -c 1-40; fi
}

# Epochs, so that it does not vote twice in one, and whom it knew.
saved_state() {
  grep -E "^sentinel (current-epoch |(config-epoch|leader-epoch|known-replica|known-sentinel) $MASTER_NAME )" "$conf" || true
}

# A Sentinel that somebody started in this container: stay as long as it does, then end, so that the container restarts.
guard() {
  pid=$(ask "$self" "$sentinel_port" info server | sed -n 's/^process_id://p')
  say "a Sentinel runs in here, process $pid: guarding it"
  rm -f "$waiting"
  trap 'kill "$pid"; exit 0' TERM INT
  # Refused, too: a dead child that nobody has waited for still has its process id.
  while kill -0 "$pid" 2>/dev/null && ! refuses; do nap 1; done
  say "the Sentinel that ran in here has ended"
  exit 1
}

refuses() { timeout 2 redis-cli -h "$self" -p "$sentinel_port" ping 2>&1 </dev/null | grep -q refused; }

start() {
  settings >"$conf.new"
  mv "$conf.new" "$conf"
  rm -f "$waiting"
  say "monitoring $master"
  exec redis-sentinel "$conf"
}

# The bootstrap pod's Sentinel knows its master: the Redis beside it. See start-redis.sh for when there is none.
bootstrap() {
  master=$POD_IP
  until is_master "$POD_IP"; do
    named=
    if [ -n "${REDIS_SENTINEL_SERVICE_HOST:-}" ]; then named=$(named_master) || named=; fi
    if [ -n "$named" ] && [ "$named" != "$POD_IP" ]; then exit 0; fi
    nap 0.2
  done
  start
}

if [ "${BOOTSTRAP:-}" = true ]; then bootstrap; fi
: >"$waiting"
say "asking the Sentinels for the master of $MASTER_NAME"
tries=0
while ! ask_for_master && ! recall_master "$tries"; do
  if answers_here; then guard; fi
  tries=$((tries + 1))
  nap 0.5
done
start
