#!/bin/sh
# Starts HAProxy with what its configuration takes from the environment.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"

# As bytes with their lengths: a password may hold what a line of text can't. Without one the question is just a greeting.
authentication() {
  if [ -z "${PASSWORD:-}" ]; then printf 'PING\r\n'; else
    printf '*2\r\n$4\r\nAUTH\r\n$%s\r\n%s\r\n' "$(printf '%s' "$PASSWORD" | wc -c | tr -d ' ')" "$PASSWORD"
  fi
}

for name in $(names_of redis 3); do
  address=$(address_of "$name")
  if [ -z "$address" ]; then
    say "there is no Service $name: apply the whole kustomization, the Services first" >&2
    exit 1
  fi
done
export REDIS_0="$(address_of redis-0):$redis_port" REDIS_1="$(address_of redis-1):$redis_port" REDIS_2="$(address_of redis-2):$redis_port"
AUTHENTICATION=$(authentication | od -An -v -tx1 | tr -d ' \n')
export AUTHENTICATION BIND_ADDRESS="${BIND_ADDRESS:-}"
unset PASSWORD REDISCLI_AUTH
exec haproxy -W -db -f "$here/haproxy.cfg"
