# Sourced after common.sh: what the Sentinels say, and how they are told of a new master.

# The address that a quorum of Sentinels names; nothing where there is none. Never one Sentinel's word alone.
named_by_quorum() {
  for sentinel in $(names_of redis-sentinel "$SENTINELS"); do
    sentinel_address=$(address_of "$sentinel")
    if [ -z "$sentinel_address" ]; then continue; fi
    ask "$sentinel_address" "$sentinel_port" sentinel get-master-addr-by-name "$MASTER_NAME" | sed -n 1p >"$room/named.$sentinel" &
  done
  wait
  cat "$room"/named.* 2>/dev/null | grep -E '^[0-9a-fA-F.:]+$' | sort | uniq -c | awk -v quorum="$QUORUM" '$1 >= quorum { print $2 }'
  rm -f "$room"/named.*
}

# The commands that make a Sentinel monitor ADDRESS with every option: MONITOR forgets them all (redis.md, 1.3.10).
monitor_commands() {
  echo "sentinel monitor $MASTER_NAME $1 $redis_port $QUORUM"
  option_commands
}

option_commands() {
  secret_setting sentinel set "$MASTER_NAME" auth-pass
  monitor_options | while read -r option value; do echo "sentinel set $MASTER_NAME $option $value"; done
}

monitor_options() {
  echo "down-after-milliseconds $DOWN_AFTER_MS"
  echo "failover-timeout $FAILOVER_TIMEOUT_MS"
  echo "parallel-syncs $PARALLEL_SYNCS"
  # A master that has restarted and still loads is down after this, too (F10); 0 would wait until it has loaded.
  echo "master-reboot-down-after-period $DOWN_AFTER_MS"
}

# Reads what telling them will take, before anything is touched. Sets $epoch, greater than all of theirs, $sentinels_heard
# and $electing. One file for each Sentinel that answers: its address, and a peer of its as IP,PORT,ID.
read_sentinels() {
  rm -f "$room"/sentinel.*
  for sentinel in $(names_of redis-sentinel "$SENTINELS"); do
    sentinel_address=$(address_of "$sentinel")
    if [ -z "$sentinel_address" ]; then continue; fi
    read_sentinel "$sentinel_address" >"$room/sentinel.$sentinel" &
  done
  wait
  find "$room" -name 'sentinel.*' -empty -exec rm {} +
  sentinels_heard=$(find "$room" -name 'sentinel.*' | wc -l)
  # Some room above the highest: an election that begins at this moment would take the very next one.
  epoch=$(cat "$room"/sentinel.* 2>/dev/null | awk '$1 == "epoch" && $2 > highest { highest = $2 } END { print highest + 8 }')
  electing=$(cat "$room"/sentinel.* 2>/dev/null | grep -c '^flags.*failover_in_progress')
}

read_sentinel() {
  printf 'ping\nsentinel master %s\nsentinel sentinels %s\n' "$MASTER_NAME" "$MASTER_NAME" | ask_all "$1" "$sentinel_port" | awk -v address="$1" '
    NR == 1 && $0 == "PONG" { print "address", address }
    key == "config-epoch" { print "epoch", $0 }
    key == "flags" && !flagged { print "flags", $0; flagged = 1 }
    key == "ip" { ips++; ip = $0 }
    key == "port" { port = $0 }
    key == "runid" && ips > 1 && $0 != "" && !peer { print "peer", ip "," port "," $0; peer = 1 }
    { key = $0 }'
}

# prepare_sentinels ADDRESS: it is to be master. Told in the words in which Sentinels tell each other: a hello with a higher
# configuration epoch. Each switches at once, keeps its lists and settings, and publishes +switch-master, which clients wait
# for; and no late hello of another can switch it back, as it can after REMOVE and MONITOR (redis.md, fact 2). One that
# monitors nothing, or knows no peer in whose name it could be told, is told by MONITOR.
prepare_sentinels() {
  rm -rf "$room/tell/sentinel"
  mkdir -p "$room/tell/sentinel"
  for heard in "$room"/sentinel.*; do
    if [ -e "$heard" ]; then words_for "$1" "$heard" >"$room/tell/sentinel/$(sed -n 's/^address //p' "$heard")"; fi
  done
}

words_for() {
  peer=$(sed -n 's/^peer //p' "$2")
  if grep -q '^epoch' "$2" && [ -n "$peer" ]; then
    echo "publish __sentinel__:hello $peer,$epoch,$MASTER_NAME,$1,$redis_port,$epoch"
    return 0
  fi
  if grep -q '^epoch' "$2"; then echo "sentinel remove $MASTER_NAME"; fi
  monitor_commands "$1"
}

# Says what was prepared, to all at once; `wait` waits for their answers.
tell_sentinels() {
  for file in "$room"/tell/sentinel/*; do
    if [ -e "$file" ]; then timeout 1 redis-cli -h "${file##*/}" -p "$sentinel_port" <"$file" >/dev/null 2>&1 & fi
  done
}
