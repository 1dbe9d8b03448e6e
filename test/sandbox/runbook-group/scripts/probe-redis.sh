#!/bin/sh
# probe-redis.sh live|ready
set -u
. "$(dirname "$0")/common.sh"

# Alive is whoever answers: loading and "link is down" are answers, and a restart would only begin them anew (F17).
live() { case $(ask "$self" "$redis_port" ping) in PONG | LOADING* | MASTERDOWN* | BUSY* | NOAUTH* | WRONGPASS*) ;; *) exit 1 ;; esac }

# Ready is a master, or a replica that has what its master has. An orphan is neither.
ready() {
  [ "$(ask "$self" "$redis_port" ping)" = PONG ] || exit 1
  state=$(ask "$self" "$redis_port" info replication)
  case $state in
    *role:master*) ;;
    *master_link_status:up*) ;;
    *) exit 1 ;;
  esac
}

"$1"
