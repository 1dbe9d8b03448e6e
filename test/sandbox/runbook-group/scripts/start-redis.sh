#!/bin/sh
# Starts Redis as a replica of nobody: alive, reachable, read-only. Whatever it held before, it never becomes master
# by its own decision: an empty master that is back before Sentinel noticed would wipe its replicas (F10), and two
# that both decide are a split brain (F6). seek-role.sh finds it a master. Only the bootstrap pod starts as one.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
umask 077
conf=$CONF_DIR/redis.conf

settings() {
  echo "include $here/redis.conf"
  listen_settings "$redis_port"
  echo "dir $DATA_DIR"
  # The address as the pods see it: what a node's NAT makes of it would send Sentinel astray (F13).
  echo "replica-announce-ip $POD_IP"
  echo "maxmemory ${MAXMEMORY:-0}"
  secret_setting masterauth
  # Port 1 of its own address: refused at once, where anybody else's could be silent, or a Redis.
  if [ "${BOOTSTRAP:-}" != true ]; then echo "replicaof $POD_IP 1"; fi
}

# Applied again beside a group that has a master, the bootstrap pod would be a second one (F6): it ends instead.
if [ "${BOOTSTRAP:-}" = true ] && [ -n "${REDIS_SENTINEL_SERVICE_HOST:-}" ]; then
  named=$(named_master) || named=
  if [ -n "$named" ] && [ "$named" != "$POD_IP" ]; then
    say "the group has a master, $named: nothing to bootstrap"
    exit 0
  fi
fi

settings >"$conf.new"
mv "$conf.new" "$conf"
if [ "${BOOTSTRAP:-}" != true ]; then sh "$here/seek-role.sh" "$$" & fi
exec redis-server "$conf"
