# Sourced by the jobs here: starts a server of this build on a free port, exports its address as
# SANDBOX_URL and ends it together with the job.
program=${MOCK_SERVER_BIN:-$(dirname "${BASH_SOURCE[0]}")/../../../target/debug/mock-server}
room=$(mktemp -d)
"$program" --quiet --listen 127.0.0.1:0 --ready-file "$room/ready" >/dev/null &
server=$!
trap 'kill "$server"; rm -rf "$room"' EXIT
for _ in $(seq 200); do [[ -s $room/ready ]] && break; sleep 0.05; done
[[ -s $room/ready ]] || { echo "the server of this build does not start" >&2; exit 1; }
SANDBOX_URL=$(awk '{print $2}' "$room/ready")
export SANDBOX_URL
