# Sourced after common.sh: what the group's Redis servers say of themselves.
# One line for each that answers, in the order of their ordinals:
#   NAME ADDRESS ROLE KEYS PRIORITY REPLID OFFSET LINK DOWN REPLICAS FOLLOWING
# KEYS is - while it loads, DOWN the seconds since its link went down (-1: never up), PRIORITY 0 the mark of one that
# leaves (leave.sh), FOLLOWING and LINK are - on a master.

look_at() {
  printf 'info replication\ndbsize\nconfig get replica-priority\n' | ask_all "$2" "$redis_port" | awk -v name="$1" -v address="$2" '
    { colon = index($0, ":"); key = substr($0, 1, colon - 1); if (colon > 1) info[key] = substr($0, colon + 1) }
    /^[0-9]+$/ { if (before == "replica-priority") priority = $0; else keys = $0 }
    { before = $0 }
    END {
      if (info["role"] == "") exit
      is_master = info["role"] == "master"
      print name, address, info["role"], keys == "" ? "-" : keys, priority == "" ? 100 : priority, info["master_replid"],
        is_master ? info["master_repl_offset"] : info["slave_repl_offset"],
        is_master ? "-" : info["master_link_status"], "master_link_down_since_seconds" in info ? info["master_link_down_since_seconds"] : 0,
        info["connected_slaves"], is_master ? "-" : info["master_host"]
    }'
}

# All but this pod's own, asked at once. The bootstrap master is one of them for as long as it has a Service.
survey() {
  for peer in $(names_of redis "$REPLICAS") redis-master; do
    if [ "$peer" = "$POD_NAME" ]; then continue; fi
    if [ "$peer" = redis-master ] && [ -z "${REDIS_MASTER_SERVICE_HOST:-}" ]; then continue; fi
    peer_address=$(address_of "$peer")
    if [ -n "$peer_address" ]; then look_at "$peer" "$peer_address" >"$room/redis.$peer" & fi
  done
  wait
  cat "$room"/redis.* 2>/dev/null
  rm -f "$room"/redis.*
}

# pick_master NAMED: of the lines on stdin the address of the master to follow; nothing where there is none. One that
# leaves is followed only where nobody else is master: it waits for a successor (leave.sh). Of several, the one that
# Sentinel names; then the one that others follow; then the one with more keys (F6).
pick_master() {
  awk -v named="$1" '
    $3 != "master" { next }
    { rank = ($5 > 0) * 1e15 + ($2 == named) * 1e14 + ($10 > 0) * 1e13 + ($4 == "-" ? 0 : $4) }
    best == "" || rank > best { best = rank; address = $2 }
    END { if (address != "") print address }'
}

# most_complete: of the lines on stdin the name and address of the one that lost least. Offsets are comparable within one
# history only; between two, keys decide (redis.md, section 6). Equal ones: the lowest ordinal, so that all choose alike.
most_complete() {
  awk '
    $5 == 0 { next }
    name == "" || ($6 == replid ? $7 > offset : $4 > keys) { name = $1; address = $2; keys = $4 + 0; replid = $6; offset = $7 + 0 }
    END { if (name != "") print name, address }'
}
