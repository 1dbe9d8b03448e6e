#!/bin/sh
# The password goes into a file in memory: on a command line every process of the node could read it.
set -eu
umask 077
escaped=$(printf '%s' "$STORE_PASSWORD" | sed 's/[\\"]/\\&/g')
printf 'include /settings/store.conf\nrequirepass "%s"\n' "$escaped" >/conf/redis.conf
exec redis-server /conf/redis.conf
