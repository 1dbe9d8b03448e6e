#!/bin/sh
# probe-sentinel.sh live|ready
set -u
. "$(dirname "$0")/common.sh"

# One that monitors nothing yet is alive: a restart would not tell it any (F1).
live() { [ -n "$(ask "$self" "$sentinel_port" ping)" ]; }

# Ready is who can be asked for the master. Not CKQUORUM: that counts Sentinels, and the answer is needed most when
# they are few.
ready() { ask "$self" "$sentinel_port" sentinel get-master-addr-by-name "$MASTER_NAME" | grep -qx "$redis_port"; }

"$1"
