#!/bin/sh
# seek-role.sh PID: runs beside the Redis with that process id and sees to it that it has a place: master, or a replica
# whose link is up. Once it has one, this looks only now and then, and leaves what happens to Sentinel.
# Nobody is asked to wait for somebody who may never come: each wait below ends.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
. "$here/survey.sh"
. "$here/sentinels.sh"
. "$here/crown.sh"
redis_pid=$1
address=$(own_address) || exit 1
make_room seek
# When it was first seen without a place; empty while it has one. The first look is a new process: it has none.
lost_at=$(date +%s)
is_new=yes
asked_again_at=0

# Sentinel gets this long to act before a replica that lost its master looks for another itself. Seconds.
leave_to_sentinel=$((DOWN_AFTER_MS * 2 / 1000 + 2))
# After this long whoever is not there is decided without. Seconds. Three times as long for one that is empty: whoever is missing
# may hold everything.
patience=30

look_at_self() {
  own=$(look_at "$POD_NAME" "$self" | awk -v address="$address" '{ $2 = address; print }')
  read -r _ _ role keys _ _ _ link _ _ following <<LINE
$own
LINE
}

waited() { echo $(($(date +%s) - lost_at)); }

seek() {
  named=$(named_by_quorum)
  survey >"$room/others"
  master=$(pick_master "$named" <"$room/others")
  if [ -n "$master" ]; then
    follow "$master"
  elif [ "$named" = "$address" ]; then
    answer_for_mastership
  elif [ -z "$named" ] || [ "$(waited)" -ge "$patience" ]; then
    choose
  fi
}

# Also where it follows that address already and the link does not come up: after a pod is gone a replica may sit out
# repl-timeout before it dials again; a new REPLICAOF dials at once.
follow() {
  if [ "$following" = "$1" ] && [ $(($(date +%s) - asked_again_at)) -lt 5 ]; then return 0; fi
  asked_again_at=$(date +%s)
  say "following $1, which is master"
  ask "$self" "$redis_port" replicaof "$1" "$redis_port" >/dev/null
}

# Sentinel names this very address and no Redis is master: this one was, and has restarted. Whoever followed it until a
# moment ago has its data, is loaded, and takes writes at once: that one, without the five seconds of down-after. Only
# where there is none does this one lead again; and never while it is empty and another is not (F10).
answer_for_mastership() {
  read_sentinels
  if [ "$electing" != 0 ]; then return 0; fi
  heir=$(awk -v own="$address" '$3 == "slave" && $11 == own && $4 > 0 && $9 <= 30' "$room/others" | most_complete)
  if [ -n "$heir" ]; then
    hand_to $heir
  elif [ "$keys" != - ] && [ "$keys" -gt 0 ]; then
    lead
  else
    choose
  fi
}

hand_to() {
  prepare_crown "$1" "$2"
  if crown "$2"; then
    say "has restarted; $1 at $2, which followed until then, is master now"
  else
    say "has restarted; $1 at $2 could not be made master"
  fi
}

# Nobody leads, and no Sentinel knows of anybody: the one that lost least. All that are there see the same and choose
# alike; each acts for itself alone, but for an empty one that is asked to lead.
choose() {
  if grep -q '^[^ ]* [^ ]* [^ ]* - ' "$room/others" || [ "$keys" = - ]; then return 0; fi
  if [ "$(wc -l <"$room/others")" -lt $((REPLICAS - 1)) ] && [ "$(waited)" -lt "$(patience_with "$keys")" ]; then return 0; fi
  best=$({ echo "$own"; cat "$room/others"; } | sort | most_complete)
  case $best in
    "$POD_NAME "*) lead ;;
    *) if [ "$named" = "$address" ] && [ -n "$best" ]; then hand_to $best; fi ;;
  esac
}

patience_with() { if [ "$1" = 0 ]; then echo $((patience * 3)); else echo "$patience"; fi; }

lead() {
  say "nobody is master: leading, with $keys keys"
  read_sentinels
  ask "$self" "$redis_port" replicaof no one >/dev/null
  for subject in $(names_of redis "$REPLICAS"); do
    if [ "$subject" = "$POD_NAME" ]; then continue; fi
    # At once: until one of them follows, this master may refuse writes (F18).
    ask "$(address_of "$subject")" "$redis_port" replicaof "$address" "$redis_port" >/dev/null &
  done
  if [ "$named" != "$address" ]; then
    prepare_sentinels "$address"
    tell_sentinels
  fi
  wait
}

# Whoever left had its master take writes without a replica (leave.sh); with this one it has one again.
restore_minimum() {
  minimum=$(ask "$following" "$redis_port" config get min-replicas-to-write | sed -n 2p)
  if [ -n "$minimum" ] && [ "$minimum" != "$MIN_REPLICAS_TO_WRITE" ]; then
    ask "$following" "$redis_port" config set min-replicas-to-write "$MIN_REPLICAS_TO_WRITE" >/dev/null
  fi
}

# One that leaves sets its master's minimum aside and is not to take it back; nor does it look for a place.
is_leaving() { [ -e "$CONF_DIR/leaving" ]; }

has_place() { [ "$role" = master ] || { [ "$role" = slave ] && [ "$link" = up ]; }; }

# Linked, but to whom? Right after a start the address may have handed over in the meantime.
follows_a_master() { [ "$role" = master ] || [ "$(ask "$following" "$redis_port" role | sed -n 1p)" = master ]; }

settle() {
  lost_at=
  if [ -n "$is_new" ]; then say "in place as $role"; fi
  is_new=
  if [ "$role" = slave ]; then restore_minimum; fi
}

rm -f "$CONF_DIR/leaving"
while kill -0 "$redis_pid" 2>/dev/null; do
  pause=0.2
  look_at_self
  if [ -z "$own" ] || is_leaving; then
    :
  elif has_place && { [ -z "$lost_at" ] || follows_a_master; }; then
    if [ -n "$lost_at" ]; then settle; fi
    pause=2
  elif [ -z "$lost_at" ]; then
    lost_at=$(date +%s)
  elif [ -n "$is_new" ] || [ "$(waited)" -ge "$leave_to_sentinel" ]; then
    seek
  fi
  sleep "$pause"
done
