"""Hooks of Schemathesis that seal the bodies of the envelope API on their way, and open the answers."""

import base64
import hashlib
import itertools
import json
import os
import re

import nacl.secret
import schemathesis

BOX = nacl.secret.SecretBox(hashlib.sha256(os.environ["API_SECRET"].encode()).digest())
# The clock of the world stands at 2026-01-05T09:00:00Z; no two requests may have one time.
TIMES = itertools.count(1_767_603_600_000_000)


def is_stamp(value):
    text = isinstance(value, str) and re.fullmatch("-?[0-9]{1,64}", value)
    return text or (isinstance(value, int) and not isinstance(value, bool))


@schemathesis.hook
def before_call(context, case, kwargs):
    """Seals a body; a timestamp that is well formed becomes one that is also in time."""
    if case.media_type != "application/json" or not isinstance(case.body, dict):
        return
    body = dict(case.body)
    if is_stamp(body.get("request_timestamp")):
        body["request_timestamp"] = next(TIMES)
    sealed = BOX.encrypt(json.dumps(body).encode())
    kwargs["json"] = {"encrypted": base64.b64encode(b"\x02" + sealed).decode()}


@schemathesis.hook
def after_call(context, case, response):
    """Opens an answer that is an envelope."""
    try:
        answer = json.loads(response.content)
    except ValueError:
        return
    if isinstance(answer, dict) and set(answer) == {"encrypted"}:
        raw = base64.b64decode(answer["encrypted"], validate=True)
        assert raw[0] == 2, answer
        response.content = BOX.decrypt(raw[1:])
        response.clear_cache()
