# Sourced after common.sh, survey.sh and sentinels.sh: makes another Redis of the group master.

# crown NAME ADDRESS: promotes it, and has the others follow it and the Sentinels name it. read_sentinels comes first. Fails,
# with everything as it was, where that Redis does not become master, or is told to go at this very moment: it marks
# itself (priority 0) before it looks whether it is master, and we look for the mark after we made it one, so that one
# of us notices.
crown() {
  answer=$(printf 'replicaof no one\nrole\nconfig get replica-priority\n' | ask_all "$2" "$redis_port")
  case $answer in
    OK*master*replica-priority*) ;;
    *) return 1 ;;
  esac
  if [ "$(echo "$answer" | tail -n 1)" = 0 ]; then
    ask "$2" "$redis_port" replicaof "$(own_address)" "$redis_port" >/dev/null
    return 1
  fi
  for subject in $(names_of redis "$REPLICAS"); do
    if [ "$subject" = "$1" ]; then continue; fi
    subject_address=$(address_of "$subject")
    if [ "$subject" = "$POD_NAME" ]; then subject_address=$self; fi
    ask "$subject_address" "$redis_port" replicaof "$2" "$redis_port" >/dev/null &
  done
  tell_sentinels "$2"
  wait
}
