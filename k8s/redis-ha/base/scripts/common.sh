# Sourced by the other scripts: POSIX sh, redis-cli, coreutils, sed, grep and awk, which is what the upstream images have.
# Paths and addresses come from the environment only, so that the same files run where a pod has no root of its own.

redis_port=6379
sentinel_port=26379
# Where this pod's own process answers. BIND_ADDRESS is set only where pods share one loopback interface.
self=${BIND_ADDRESS:-127.0.0.1}

# redis-cli takes the password from here: it is never on a command line, where `ps` shows it (F16).
if [ -n "${PASSWORD:-}" ]; then export REDISCLI_AUTH="$PASSWORD"; else unset REDISCLI_AUTH; fi

say() { echo "$(date -u +%H:%M:%S) $*"; }

# The pod's own Service: an address that outlives the pod, and that refuses at once where a dead pod's is silent (F3,
# F13). Kubernetes injects it into every container that starts after the Service was made; DNS knows it a little later.
address_of() {
  variable=$(echo "$1" | tr a-z- A-Z_)_SERVICE_HOST
  eval "found=\${$variable:-}"
  if [ -z "$found" ]; then found=$(getent hosts "$1" 2>/dev/null | awk '{ print $1; exit }'); fi
  echo "$found"
}

# names_of SET COUNT: redis 3 -> redis-0 redis-1 redis-2
names_of() {
  ordinal=0
  while [ "$ordinal" -lt "$2" ]; do
    echo "$1-$ordinal"
    ordinal=$((ordinal + 1))
  done
}

# The address that this pod goes by. Without one it could be found by nobody: better to end, and to be started again
# when the Service is there.
own_address() {
  own=$(address_of "$POD_NAME")
  if [ -z "$own" ]; then
    say "there is no Service $POD_NAME: apply the whole kustomization, the Services first" >&2
    exit 1
  fi
  echo "$own"
}

# ask HOST PORT COMMAND...: the reply. A lost node's address is silent for ever, so one second has to do.
ask() {
  ask_host=$1 ask_port=$2
  shift 2
  timeout "${ASK_SECONDS:-1}" redis-cli -h "$ask_host" -p "$ask_port" "$@" 2>/dev/null </dev/null | tr -d '\r'
}

# ask_all HOST PORT: the commands come on stdin, a line each, and go over one connection; the replies in their order.
ask_all() { timeout "${ASK_SECONDS:-1}" redis-cli -h "$1" -p "$2" 2>/dev/null | tr -d '\r'; }

# Where what was read from several at once is put together.
make_room() {
  room=$CONF_DIR/$1.$$
  rm -rf "$room"
  mkdir "$room"
  trap 'rm -rf "$room"' EXIT
}

# quoted TEXT: as Redis reads it in a configuration or a command line. Not by echo, which would take a backslash for its own.
quoted() { printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')"; }

# secret_setting NAME...: a line that ends with the password; nothing where there is none.
secret_setting() {
  if [ -n "${PASSWORD:-}" ]; then printf '%s %s\n' "$*" "$(quoted "$PASSWORD")"; fi
}

# Lines that redis.conf and sentinel.conf share. Without a password anyone may come in; protected-mode would refuse
# even the group's own pods then (F16).
listen_settings() {
  echo "port $1"
  if [ -n "${BIND_ADDRESS:-}" ]; then echo "bind $BIND_ADDRESS"; fi
  secret_setting requirepass
  if [ -z "${PASSWORD:-}" ]; then echo "protected-mode no"; fi
}
