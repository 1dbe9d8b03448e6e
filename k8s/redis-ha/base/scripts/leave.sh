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
address=$(own_address)

if [ "${1:-}" = for-good ]; then
  : >"$CONF_DIR/for-good"
  exit 0
fi

# What a preStop hook prints is shown to nobody; the container's log is.
log=/proc/$(cat "$CONF_DIR/redis.pid")/fd/1
if [ -w "$log" ]; then exec >"$log" 2>&1; fi
make_room leave
: >"$CONF_DIR/leaving"
started_at=$(date +%s)
# Ten seconds are left for the hand-over and for Redis to end.
give_up_at=$((started_at + GRACE_SECONDS - 10))
# Others may have been told to go at the same moment: a second shows who stays. The master takes writes meanwhile.
show_at=$((started_at + 1))
without_sentinels_at=$((started_at + 15))

here_redis() { ask "$self" "$redis_port" "$@"; }

look() {
  read -r _ _ role _ _ _ offset link _ _ following <<LINE
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

# The same one as at the last look, and Sentinels there to be told, for clients ask them: they come as fast as it does.
is_time() {
  now=$(date +%s)
  if [ "$now" -le "$show_at" ] || [ "$1" != "$seen_before" ]; then return 1; fi
  read_sentinels
  [ "$sentinels_heard" -ge "$QUORUM" ] || [ "$now" -ge "$without_sentinels_at" ]
}

# Writes are paused for as long as this takes, and never longer than three seconds.
hand_over() {
  printf 'client pause 3000 write\ninfo replication\n' | ask_all "$self" "$redis_port" | sed -n 's/^master_repl_offset://p' >"$room/offset"
  if has_everything "$2" && crown "$1" "$2"; then
    # Whoever still writes here is sent away, and asks for the master anew.
    printf 'client unpause\nclient kill type normal\n' | ask_all "$self" "$redis_port" >/dev/null
    say "told to go; $1 at $2 is master now"
    return 0
  fi
  here_redis client unpause >/dev/null
  say "told to go; $1 at $2 could not take over, still master"
  return 1
}

has_everything() {
  read -r wanted <"$room/offset"
  tries=0
  while [ "$tries" -lt 100 ]; do
    has=$(ask "$1" "$redis_port" info replication | sed -n 's/^slave_repl_offset://p')
    if [ -n "$has" ] && [ "$has" -ge "$wanted" ]; then return 0; fi
    tries=$((tries + 1))
  done
  return 1
}

here_redis config set replica-priority 0 >/dev/null
here_redis config set min-replicas-to-write 0 >/dev/null
seen_before=
while look && [ "$role" = master ] && [ "$REPLICAS" -gt 1 ] && [ ! -e "$CONF_DIR/for-good" ]; do
  heir=$(successor)
  if [ -n "$heir" ] && is_time "$heir" && hand_over $heir; then exit 0; fi
  if [ "$(date +%s)" -ge "$give_up_at" ]; then
    say "told to go; no successor came within $((GRACE_SECONDS - 10)) s: what only this Redis holds is lost"
    exit 0
  fi
  seen_before=$heir
  sleep 0.3
done
if [ "$role" = slave ]; then spare_the_master; fi
say "told to go, as ${role:-one that does not answer}"
