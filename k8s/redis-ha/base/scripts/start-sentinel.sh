#!/bin/sh
# Starts a Sentinel, at once and without waiting for anybody: with what it wrote down in an earlier life of this container,
# else without a master. seek-master.sh then tells it which Redis is master (F1).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
. "$here/sentinels.sh"
umask 077
conf=$CONF_DIR/sentinel.conf
# There from the start until Sentinel has answered once.
starting=$CONF_DIR/starting

settings() {
  listen_settings "$sentinel_port"
  echo "dir $CONF_DIR"
  # The same for the same pod name, so that a recreated Sentinel replaces its dead self in the others' lists: a ghost
  # counts for the majority (F7).
  echo "sentinel myid $(printf '%s' "$POD_NAMESPACE/$POD_NAME" | sha1sum | cut -c 1-40)"
  echo "sentinel announce-ip $address"
  echo "sentinel announce-port $sentinel_port"
  # Addresses, not names: a name that stops resolving blocks Sentinel in the middle of a failover (F14).
  echo "sentinel resolve-hostnames no"
  # Nobody may have it run a script, password or not.
  echo "sentinel deny-scripts-reconfig yes"
  if [ -s "$conf" ]; then saved_state; fi
}

# What it monitored, whom it knew, and the epochs: one that forgot them might vote twice in one.
saved_state() {
  if [ -e "$starting" ]; then
    say "the last start with the saved state failed: starting without it (F19)" >&2
    sed -n 's/^sentinel current-epoch /&/p' "$conf"
    return 0
  fi
  monitored=$(sed -n "s/^sentinel monitor \"\{0,1\}$MASTER_NAME\"\{0,1\} .*/&/p" "$conf" | sed -n 1p)
  if [ -z "$monitored" ]; then return 0; fi
  echo "$monitored"
  monitor_options | sed "s/^[^ ]*/sentinel & $MASTER_NAME/"
  secret_setting sentinel auth-pass "$MASTER_NAME"
  grep -E "^sentinel (current-epoch |(config-epoch|leader-epoch|known-replica|known-sentinel) $MASTER_NAME )" "$conf" || true
}

address=$(own_address) || exit 1
settings >"$conf.new"
: >"$starting"
mv "$conf.new" "$conf"
sh "$here/seek-master.sh" "$$" "$starting" &
exec redis-sentinel "$conf"
