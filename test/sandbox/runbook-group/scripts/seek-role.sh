#!/bin/sh
# seek-role.sh PID: runs beside the Redis with that process id until it has a place in the group: it is master, or
# follows one and a Sentinel knows of it, so that Sentinel will move it from then on. Until then it asks the Sentinels.
# Where nobody gives it a role (no Sentinel is left, or all data is gone) it keeps asking: the bot, or a person, has
# to decide then (F5, F9).
set -u
. "$(dirname "$0")/common.sh"
redis_pid=$1
quiet_rounds=0

read_state() {
  state=$(ask "$self" "$redis_port" info replication)
  role=$(field role)
  following=$(field master_host)
  link=$(field master_link_status)
  syncing=$(field master_sync_in_progress)
}

field() { echo "$state" | sed -n "s/^$1://p"; }

# A replica that no Sentinel has listed yet would be left behind if its master died now (F4).
is_settled() {
  case $role in
    master) return 0 ;;
    slave) [ "$link" = up ] && ask_sentinels replicas "$MASTER_NAME" | grep -qxF "$POD_IP" ;;
    *) return 1 ;;
  esac
}

# Somebody who gave it a master that answers (the bot, a person) is not contradicted.
needs_master() { [ "$role" = slave ] && [ "$link" != up ] && [ "$syncing" = 0 ]; }

seek() {
  named=$(named_master) || return 0
  if [ "$named" = "$POD_IP" ]; then
    yield_mastership
  elif [ "$named" != "$following" ] && is_master "$named"; then
    say "following $named, the master that Sentinel names"
    ask "$self" "$redis_port" replicaof "$named" "$redis_port" >/dev/null
  fi
}

# This very address is named: its Redis was master and has restarted. Sentinel would notice a "master" that says it is
# a replica only after down-after + 20 s, so a Sentinel is asked to promote another one now (measured: half a second
# without writes). Not where that would promote the only empty ones: then somebody else has to decide.
yield_mastership() {
  if [ "$quiet_rounds" -gt 0 ]; then
    quiet_rounds=$((quiet_rounds - 1))
    return 0
  fi
  if [ "$(keys_of "$self")" != 0 ] && ! peers_have_keys; then return 0; fi
  reply=$(ask_sentinels failover "$MASTER_NAME")
  say "Sentinel names this Redis, which has restarted; asked for a failover: $reply"
  # A second request to another Sentinel would start a rival election.
  case $reply in OK | INPROG*) quiet_rounds=20 ;; *) quiet_rounds=4 ;; esac
}

peers_have_keys() {
  for peer in $(ask_sentinels replicas "$MASTER_NAME" | sed -n '/^ip$/{n;p;}'); do
    keys=$(keys_of "$peer") || continue
    if [ "$keys" -gt 0 ]; then return 0; fi
  done
  return 1
}

while kill -0 "$redis_pid" 2>/dev/null; do
  read_state
  if is_settled; then
    say "settled as $role"
    exit 0
  fi
  if needs_master; then seek; fi
  sleep 0.5
done
