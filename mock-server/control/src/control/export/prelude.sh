# It needs curl and mock-server (MOCK_SERVER says where that is). SANDBOX_URL is the server. Without
# SANDBOX_WORLD it makes a world of its own, which begins like the recorded one; credentials are the
# variables that `mock-server env` tells. It ends with 1 when an answer has another status.
set -eu
: "${SANDBOX_URL:=http://127.0.0.1:8080}" "${MOCK_SERVER:=mock-server}"
export SANDBOX_URL
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
asked=0 wrong=0

# A request to the control plane: METHOD PATH, body on standard input.
control() {
  cat > "$room/body"
  curl -sS -o "$room/answer" -w '%{http_code}' -X "$1" "$SANDBOX_URL/_sandbox$2" \
    -H 'content-type: application/json' \
    ${SANDBOX_CONTROL_TOKEN:+-H "authorization: Bearer $SANDBOX_CONTROL_TOKEN"} \
    --data-binary @"$room/body" > "$room/status"
}

look() { # PATH below the world, POINTER
  control GET "/worlds/$SANDBOX_WORLD$1" < /dev/null
  "$MOCK_SERVER" craft pick "$2" "$room/answer"
}

credentials() {
  "$MOCK_SERVER" env --url "$SANDBOX_URL" --world "$SANDBOX_WORLD" > "$room/env"
  . "$room/env"
}

begin() { # definition of the world
  if [ -n "${SANDBOX_WORLD:-}" ]; then
    cat > /dev/null
  else
    control POST /worlds
    SANDBOX_WORLD=$("$MOCK_SERVER" craft pick /id "$room/answer")
  fi
  export SANDBOX_WORLD
  credentials
}

office() { # METHOD PATH
  control "$1" "/worlds/$SANDBOX_WORLD$2"
  echo "$1 $2: $(cat "$room/status")"
}

advance() { # DURATION
  echo "{\"by\":\"$1\"}" | control POST "/worlds/$SANDBOX_WORLD/clock/advance"
  credentials
}

entity() { look "/entities/$1" "$2"; } # TYPE/LABEL POINTER

pick() { "$MOCK_SERVER" craft pick "$2" "$room/answer.$1"; } # REQUEST POINTER

pin() { KEY=$1 IV=$2 "$MOCK_SERVER" craft pin --key-env KEY --iv-env IV "$3"; } # KEY IV PIN

user() { # LABEL MEMBER of a user of managed cards
  case "$1/$2" in
    amara/username) echo "$MC_USERNAME" ;; amara/password) echo "$MC_PASSWORD" ;;
    baraka/username) echo "$MC2_USERNAME" ;; baraka/password) echo "$MC2_PASSWORD" ;;
    *) echo "the variables of env have no $2 of $1" >&2; exit 2 ;;
  esac
}

# World time, a little later for each request: no two have the same timestamp.
at() {
  asked=$((asked + 1))
  look /clock /now > "$room/now"
  now=$(cat "$room/now")
}

sent() { # REQUEST STATUS METHOD PATH, and arguments of curl
  number=$1 recorded=$2 method=$3 place=$4
  shift 4
  curl -sS -o "$room/answer.$number" -w '%{http_code}' -X "$method" "$SANDBOX_URL$place" "$@" \
    > "$room/status" 2> "$room/trouble" || echo 000 > "$room/status"
  status=$(cat "$room/status")
  [ "$recorded" != 000 ] || { echo "$number: no whole answer"; return 0; }
  if [ "$status" = "$recorded" ]; then
    echo "$number: $status"
  else
    echo "$number: $status, and $recorded was recorded: $(cat "$room/answer.$number" "$room/trouble")"
    wrong=1
  fi
}

# Requests: REQUEST STATUS CALLER METHOD PATH [IDEMPOTENCY KEY [TOKEN]], body on standard input.
pg() {
  cat > "$room/sent"
  at
  case $3 in
    acme/primary) set -- "$@" AGIO_PARTNER ;;
    globex/primary) set -- "$@" AGIO_PARTNER2 ;;
    *) echo "the variables of env have no credential of $3" >&2; exit 2 ;;
  esac
  for variables in "$@"; do :; done
  "$MOCK_SERVER" craft sign --at "$now" --later "${asked}ms" --key-env "${variables}_API_TOKEN" \
    --secret-env "${variables}_CLIENT_SECRET" "$room/sent" > "$room/headers"
  sent "$1" "$2" "$4" "$5" -H @"$room/headers" -H 'content-type: application/json' \
    --data-binary @"$room/sent"
}

ag() {
  cat > "$room/sent"
  case $3 in
    jane) token=$AGIO_USER_TOKEN ;;
    jon) token=$AGIO_USER2_TOKEN ;;
    *) echo "the variables of env have no token of $3" >&2; exit 2 ;;
  esac
  echo "authorization: Bearer $token" > "$room/headers"
  sent "$1" "$2" "$4" "$5" -H @"$room/headers" -H 'content-type: application/json' \
    --data-binary @"$room/sent"
}

er() {
  case $3 in
    main | main/*) token=$ER_API_KEY secret=ER_API_SECRET ;;
    poor | poor/*) token=$ER2_API_KEY secret=ER2_API_SECRET ;;
    locked | locked/*) token=$ER3_API_KEY secret=ER3_API_SECRET ;;
    *) echo "the variables of env have no key of $3" >&2; exit 2 ;;
  esac
  at
  "$MOCK_SERVER" craft seal --at "$now" --later "${asked}ms" --secret-env "$secret" > "$room/sent"
  echo "api-key: $token" > "$room/headers"
  [ -z "${6:-}" ] || echo "idempotency-key: $6" >> "$room/headers"
  sent "$1" "$2" "$4" "$5" -H @"$room/headers" -H 'content-type: application/json' \
    --data-binary @"$room/sent"
  [ ! -s "$room/answer.$1" ] || ! "$MOCK_SERVER" craft open --secret-env "$secret" \
    "$room/answer.$1" > "$room/open" 2> "$room/trouble" || mv "$room/open" "$room/answer.$1"
}

mc() {
  cat > "$room/sent"
  : > "$room/headers"
  [ ! -s "$room/sent" ] || [ "$(cat "$room/sent")" = "" ] ||
    echo 'content-type: application/json' >> "$room/headers"
  [ -z "${6:-}" ] || echo "idempotency-key: $6" >> "$room/headers"
  if [ -n "${7:-}" ]; then
    echo "authorization: Bearer $7" >> "$room/headers"
  elif [ "$3" != nobody ]; then
    printf '{"username":"%s","password":"%s"}' "$(user "$3" username)" "$(user "$3" password)" > "$room/login"
    curl -sS -o "$room/tokens" "$SANDBOX_URL/api/v1/token/" -H 'content-type: application/json' \
      --data-binary @"$room/login"
    echo "authorization: Bearer $("$MOCK_SERVER" craft pick /access "$room/tokens")" >> "$room/headers"
  fi
  if [ "$(cat "$room/sent")" = "" ]; then
    sent "$1" "$2" "$4" "$5" -H @"$room/headers"
  else
    sent "$1" "$2" "$4" "$5" -H @"$room/headers" --data-binary @"$room/sent"
  fi
}

finish() { exit "$wrong"; }

