#!/bin/sh
# leave.sh [for-good]: before the container of a Redis is stopped (preStop). A replica just marks itself. A master stays until one
# that stays has everything, pauses writes, hands over and only then goes: also where all pods were deleted at once, whose
# successors come while it waits. It needs no Sentinel for that. For how long it may wait is the pod's grace period.
# Whoever is gone for good (a set scaled to nothing, a namespace deleted) would wait for nobody: a person says so first, with
#   kubectl exec redis-0 -- sh /scripts/leave.sh for-good      (on each pod)
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
. "$here/survey.sh"
. "$here/sentinels.sh"
. "$here/crown.sh"
address=$(own_address) || exit 1

if [ "${1:-}" = for-good ]; then
  : >"$CONF_DIR/for-good"
  exit 0
fi

# What a preStop hook prints is shown to nobody; the container's log is.
log=/proc/$(cat "$CONF_DIR/redis.pid")/fd/1
if (: >>"$log") 2>/dev/null; then exec >>"$log" 2>&1; fi
make_room leave
: >"$CONF_DIR/leaving"
# Ten seconds are left for the hand-over and for Redis to end.
give_up_at=$(($(date +%s) + GRACE_SECONDS - 10))
without_sentinels_at=$(($(date +%s) + 15))

look() {
  read -r _ _ role _ _ _ _ link _ _ following <<LINE
$(look_at "$POD_NAME" "$self")
LINE
  survey >"$room/others"
}

# A master whose last replica goes would refuse writes until another comes (F18). Whoever comes makes it careful again.
spare_the_master() {
  others=$(awk -v master="$following" '$3 == "slave" && $8 == "up" && $5 > 0 && $11 == master' "$room/others" | wc -l)
  if [ "$others" = 0 ] && [ "$link" = up ]; then ask "$following" "$redis_port" config set min-replicas-to-write 0 >/dev/null; fi
}

# A successor follows this master, is linked, and has not been told to go; of several the most complete.
successor() { awk -v own="$address" '$3 == "slave" && $8 == "up" && $11 == own' "$room/others" | most_complete; }

# The same one at three looks, because others may have been told to go at the same moment; the master takes writes meanwhile. And
# Sentinels must be there to be told, for clients ask them: they come as fast as a successor does.
is_time() {
  if [ "$1" = "$candidate" ]; then looks=$((looks + 1)); else looks=1; fi
  candidate=$1
  if [ -z "$1" ] || [ "$looks" -lt 3 ]; then return 1; fi
  read_sentinels
  [ "$sentinels_heard" -ge "$QUORUM" ] || [ "$(date +%s)" -ge "$without_sentinels_at" ]
}

# Writes are paused for as long as this takes. Ten seconds are for the case that this script dies with its work undone; a pause that
# ended before the hand-over did would have this master acknowledge what nobody gets.
hand_over() {
  prepare_crown "$1" "$2"
  offset=$(printf 'client pause 10000 write\ninfo replication\n' | timeout 1 redis-cli -h "$self" -p "$redis_port" | sed -n 's/^master_repl_offset:\([0-9]*\).*/\1/p')
  if [ -n "$offset" ] && has_everything "$2" && crown "$2"; then
    say "told to go; $1 at $2 is master now"
    return 0
  fi
  for attempt in 1 2 3; do
    if [ "$(ask "$self" "$redis_port" client unpause)" = OK ]; then break; fi
  done
  say "told to go; $1 at $2 could not take over, still master"
  return 1
}

# Everything up to the offset that was reached when writes were paused.
has_everything() {
  until_at=$(($(date +%s) + 3))
  while [ "$(date +%s)" -lt "$until_at" ]; do
    has=$(timeout 1 redis-cli -h "$1" -p "$redis_port" info replication | sed -n 's/^slave_repl_offset:\([0-9]*\).*/\1/p')
    if [ "${has:-0}" -ge "$offset" ]; then return 0; fi
  done
  return 1
}

# A busy node may answer late: only a process that is gone, or says replica, has nothing to hand over.
is_alive() { kill -0 "$(cat "$CONF_DIR/redis.pid")" 2>/dev/null; }
until printf 'config set replica-priority 0\nconfig set min-replicas-to-write 0\n' | ask_all "$self" "$redis_port" | grep -q OK; do
  is_alive && [ "$(date +%s)" -lt "$give_up_at" ] || break
done
candidate= looks=0
while look && [ "$role" != slave ] && is_alive && [ "$REPLICAS" -gt 1 ] && [ ! -e "$CONF_DIR/for-good" ]; do
  heir=
  if [ "$role" = master ]; then heir=$(successor); fi
  if is_time "$heir" && hand_over $heir; then exit 0; fi
  if [ "$(date +%s)" -ge "$give_up_at" ]; then
    say "told to go; no successor came within $((GRACE_SECONDS - 10)) s: what only this Redis holds is lost"
    exit 0
  fi
  sleep 0.2
done
if [ "$role" = slave ]; then spare_the_master; fi
say "told to go, as ${role:-one that does not answer}"
