#!/usr/bin/env bash
# The bash / curl sample of the partner guide, and its introspection smoke test.
set -euo pipefail
ENDPOINT="$AGIO_PARTNER_ENDPOINT"
BODY='{"query":"{ AgioCard_card_company { id } }"}'
TS=$(python3 -c 'import time; print(int(time.time()*1000))')
SIG=$(printf '%s' "${TS}.${BODY}" | openssl dgst -sha256 -hmac "$AGIO_PARTNER_CLIENT_SECRET" -hex | awk '{print $NF}')
ANSWER=$(curl -sS -X POST "$ENDPOINT" \
-H "content-type: application/json" \
-H "x-agio-api-key: $AGIO_PARTNER_API_TOKEN" \
-H "x-agio-timestamp: $TS" \
-H "x-agio-signature: $SIG" \
-d "$BODY")
[[ "$ANSWER" == '{"data":{"AgioCard_card_company":[{"id":'* ]] || { echo "$ANSWER"; exit 1; }

ANSWER=$(curl -sS -X POST "$ENDPOINT" \
-H "content-type: application/json" \
-H "x-agio-api-key: $AGIO_PARTNER_API_TOKEN" \
-d '{"query":"{ __schema { queryType { name } mutationType { name } } }"}')
[[ "$ANSWER" == '{"data":{"__schema":{"queryType":{"name":"Query"},"mutationType":{"name":"Mutation"}}}}' ]] || { echo "$ANSWER"; exit 1; }
echo "curl: signed query, introspection"
