#!/bin/sh
# Starts Redis as a replica of nobody: alive, reachable, read-only. Whatever it held before, it does not begin as master: an
# empty one that is back before Sentinel noticed would wipe its replicas (F10), and two would be a split brain (F6).
# seek-role.sh then finds its place. Only the bootstrap pod starts as a master.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
umask 077
conf=$CONF_DIR/redis.conf

settings() {
  echo "include $here/redis.conf"
  listen_settings "$redis_port"
  echo "dir $DATA_DIR"
  # What a node's NAT makes of an address would send Sentinel astray (F13).
  echo "replica-announce-ip $address"
  echo "maxmemory ${MAXMEMORY:-0}"
  # A master that nobody follows any more refuses writes: they would be lost when it comes back (F6, F18).
  echo "min-replicas-to-write $MIN_REPLICAS_TO_WRITE"
  secret_setting masterauth
  # Port 1 of its own address: refused at once, where anybody else's could be silent, or a Redis.
  if [ "${BOOTSTRAP:-}" != true ]; then echo "replicaof ${POD_IP} 1"; fi
}

# Applied again beside a group that has a master, the bootstrap pod would be a second one (F6): it ends instead.
stand_back() {
  . "$here/survey.sh"
  make_room bootstrap
  master=$(survey | pick_master "")
  if [ -n "$master" ]; then
    say "the group has a master, $master: nothing to bootstrap"
    exit 0
  fi
  rm -rf "$room"
  trap - EXIT
}

if [ "${BOOTSTRAP:-}" = true ]; then stand_back; fi
address=$(own_address) || exit 1
settings >"$conf.new"
mv "$conf.new" "$conf"
# leave.sh logs where this process does.
echo "$$" >"$CONF_DIR/redis.pid"
if [ "${BOOTSTRAP:-}" != true ]; then sh "$here/seek-role.sh" "$$" & fi
exec redis-server "$conf"
