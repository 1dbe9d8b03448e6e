# Sourced after common.sh, survey.sh and sentinels.sh: makes another Redis of the group master. Writes may be paused
# meanwhile, so whatever can be known before is prepared before: what is left are a few redis-cli, most of them at once.

# prepare_crown NAME ADDRESS: one file for each process that has to be told, named after its address.
prepare_crown() {
  rm -rf "$room/tell"
  mkdir -p "$room/tell/redis" "$room/tell/sentinel"
  for subject in $(names_of redis "$REPLICAS"); do
    if [ "$subject" = "$1" ] || [ "$subject" = "$POD_NAME" ]; then continue; fi
    echo "replicaof $2 $redis_port" >"$room/tell/redis/$(address_of "$subject")"
  done
  # Whoever still writes here is sent away, and asks for the master anew.
  printf 'replicaof %s %s\nclient unpause\nclient kill type normal\n' "$2" "$redis_port" >"$room/tell/redis/$self"
  prepare_sentinels "$2"
  # Who leaves is not followed by anybody; it follows this one again.
  printf 'replicaof %s %s\n' "$(own_address)" "$redis_port" >"$room/tell/back"
}

# crown ADDRESS: promotes it, and has the others follow it and the Sentinels name it. Fails, with everything as it was, where
# that Redis does not become master, or is told to go at this very moment: it marks itself (priority 0) before it looks
# whether it is master, and we look for the mark after we made it one, so that one of us notices.
crown() {
  promote "$1"
  case $answer in
    *master*replica-priority?0) ;;
    *master*)
      tell_all
      return 0
      ;;
  esac
  # Also where it did not answer: it may have heard.
  take_back "$1"
  return 1
}

# Whoever answers late may have become master all the same: asked until it says what it is, three times.
promote() {
  answer=
  for attempt in 1 2 3; do
    answer=$(printf 'replicaof no one\nrole\nconfig get replica-priority\n' | timeout 1 redis-cli -h "$1" -p "$redis_port" 2>/dev/null)
    case $answer in *replica-priority*) return 0 ;; esac
  done
}

take_back() {
  for attempt in 1 2 3; do
    if timeout 1 redis-cli -h "$1" -p "$redis_port" <"$room/tell/back" 2>/dev/null | grep -q OK; then return 0; fi
  done
}

tell_all() {
  for file in "$room"/tell/redis/*; do
    timeout 1 redis-cli -h "${file##*/}" -p "$redis_port" <"$file" >/dev/null 2>&1 &
  done
  tell_sentinels
  wait
}
