# Sourced by the other scripts: POSIX sh, redis-cli, coreutils, sed and grep, which is what the upstream image has.
# Paths and addresses come from the environment only, so that the same files run where a pod has no root of its own.

redis_port=6379
sentinel_port=26379
# Where this pod's own process answers. BIND_ADDRESS is set only where pods share one loopback interface.
self=${BIND_ADDRESS:-127.0.0.1}

# redis-cli takes the password from here: it is never on a command line, where `ps` shows it (F16).
if [ -n "${PASSWORD:-}" ]; then export REDISCLI_AUTH="$PASSWORD"; else unset REDISCLI_AUTH; fi

say() { echo "$(date -u +%H:%M:%S) $*"; }

# ask HOST PORT COMMAND...: the reply. A dead pod's address is silent for ever, so two seconds have to do.
ask() {
  ask_host=$1 ask_port=$2
  shift 2
  timeout 2 redis-cli -h "$ask_host" -p "$ask_port" "$@" 2>/dev/null </dev/null | tr -d '\r'
}

# ask_sentinels COMMAND...: one of the Sentinels that are ready, behind their Service. Kubernetes injects the
# Service's address; the name is for a pod that is older than the Service.
ask_sentinels() { ask "${REDIS_SENTINEL_SERVICE_HOST:-redis-sentinel}" "$sentinel_port" sentinel "$@"; }

# The address that a Sentinel names as master; nothing where none answers.
named_master() { ask_sentinels get-master-addr-by-name "$MASTER_NAME" | sed -n 1p | grep -E '^[0-9a-fA-F.:]+$'; }

# What is named may be a replica or dead: a Sentinel that is told to monitor a replica looks well for 25 s and is
# then stuck (F5). Only a Redis that says so itself is a master.
is_master() { [ "$(ask "$1" "$redis_port" role | sed -n 1p)" = master ]; }

# How many keys a Redis holds; nothing where it does not answer or is still loading.
keys_of() { ask "$1" "$redis_port" dbsize | grep -E '^[0-9]+$'; }

# secret_setting NAME...: a line of a configuration that ends with the password, quoted as Redis wants it. Not by echo,
# which would take a backslash in it for its own.
secret_setting() {
  if [ -n "${PASSWORD:-}" ]; then printf '%s "%s"\n' "$*" "$(printf '%s' "$PASSWORD" | sed 's/[\\"]/\\&/g')"; fi
}

# Lines that redis.conf and sentinel.conf share. Without a password anyone may come in; protected-mode would refuse
# even the group's own pods then (F16).
listen_settings() {
  echo "port $1"
  if [ -n "${BIND_ADDRESS:-}" ]; then echo "bind $BIND_ADDRESS"; fi
  secret_setting requirepass
  if [ -z "${PASSWORD:-}" ]; then echo "protected-mode no"; fi
}
