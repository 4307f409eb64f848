Feature: Malformed requests
  One mistake each, and some counter-examples that only look like one.
  Source: decided; every text is one of envelope-rest, Unencrypted auth and encryption errors.

  @ER-ENV-13
  Scenario Outline: <row>: the body <what> has no envelope
    When the project sends the body "<body>"
    Then it is refused in clear with "Encrypted payload not found"
    And it is answered with status 400

    Examples:
      | row  | what                  | body                                               |
      | B-02 | is empty              |                                                    |
      | B-03 | is a form             | encrypted={sealed}                                 |
      | B-04 | is an array           | ["{sealed}"]                                       |
      | B-05 | is an empty object    | {}                                                 |
      | B-06 | says null             | {"encrypted": null}                                |
      | B-07 | is the payload itself | {"request_timestamp": {now}, "user_id": "ext-ada"} |
      | B-08 | says Encrypted        | {"Encrypted": "{sealed}"}                          |

  @ER-ENV-13
  Scenario: B-09: another media type
    When the project makes a request with content type "text/plain"
    Then it is refused in clear with "Encrypted payload not found"

  @ER-ENV-13
  Scenario Outline: <row>: encrypted is <what>
    When the project sends the body "<body>"
    Then it is refused in clear with "Invalid encrypted payload format"
    And it is answered with status 400

    Examples:
      | row  | what            | body                                |
      | B-10 | an empty string | {"encrypted": ""}                   |
      | B-11 | a number        | {"encrypted": 42}                   |
      | B-12 | an object       | {"encrypted": {"data": "{sealed}"}} |

  @ER-ENV-13
  Scenario Outline: <row>: the envelope <flaw>
    When the project makes a request whose envelope <flaw>
    Then it is refused in clear with "Invalid encrypted payload format"
    And it is answered with status 400

    Examples:
      | row  | flaw                                |
      | B-13 | has a star as first character       |
      | B-14 | is in url-safe base64               |
      | B-15 | lacks its padding                   |
      | B-16 | has a line break                    |
      | B-17 | is in hex                           |
      | B-18 | has version 1                       |
      | B-19 | has no version byte                 |
      | B-20 | ends after 1 bytes                  |
      | B-21 | ends after 13 bytes                 |
      | B-22 | ends after 40 bytes                 |
      | B-23 | has one bit of the tag flipped      |
      | B-24 | has one bit of the ciphertext flipped |
      | B-25 | has one bit of the nonce flipped    |
      | B-26 | has its tag behind the ciphertext   |

  @ER-ENV-13
  Scenario: B-27: the secret of another project
    When the project makes a request sealed with the secret of the second project
    Then it is refused in clear with "Invalid encrypted payload format"

  @ER-ENV-13
  Scenario: B-28: the API key instead of the secret
    When the project makes a request sealed with its API key
    Then it is refused in clear with "Invalid encrypted payload format"

  @ER-ENV-13
  Scenario: B-29: an envelope inside an envelope
    When the project makes a request whose envelope is sealed twice
    Then it is refused in clear with "Request timestamp not found in encrypted payload"

  @ER-ENV-13
  Scenario Outline: <row>: the payload is <what>
    When the project sends the payload "<payload>"
    Then it is refused in clear with "Invalid encrypted payload format"
    And it is answered with status 400

    Examples:
      | row  | what          | payload                                     |
      | B-30 | no JSON       | hello                                       |
      | B-31 | an array      | [{now}]                                     |
      | B-32 | a text        | "{now}"                                     |
      | B-33 | empty         |                                             |
      | B-35 | not quite JSON | {"request_timestamp": {now}, "user_id": NaN} |

  @ER-ENV-13
  Scenario: B-34: the payload is not UTF-8
    When the project sends a payload that is not UTF-8
    Then it is refused in clear with "Invalid encrypted payload format"

  @ER-ENV-13
  Scenario: B-36: white space in the payload
    When the project asks for its balance in a payload written over several lines
    Then it is served

  @ER-ENV-13
  Scenario: B-37: a member beside encrypted
    When the project sends the body "{"encrypted": "{sealed}", "v": 2}"
    Then it is served

  @ER-ENV-13
  Scenario: T-02: the timestamp is null
    When the project stamps a request null
    Then it is refused in clear with "Request timestamp not found in encrypted payload"

  @ER-ENV-13
  Scenario: T-04: the fields are inside data
    When the project sends to /users/get the payload
      """
      {"request_timestamp": {now}, "data": {"user_id": "ext-ada"}}
      """
    Then it is refused as "invalid_request"

  @ER-ENV-13
  Scenario: T-05: the timestamp is beside the envelope
    When the project sends a payload without a timestamp in the body "{"encrypted": "{sealed}", "request_timestamp": {now}}"
    Then it is refused in clear with "Request timestamp not found in encrypted payload"

  @ER-ENV-13
  Scenario Outline: <row>: <stamp> is a timestamp
    When the project stamps a request <stamp>
    Then it is served

    Examples:
      | row  | stamp       |
      | T-06 | "{now}"     |
      | T-07 | "000{now}"  |

  @ER-ENV-13
  Scenario Outline: <row>: <stamp> is no integer
    When the project stamps a request <stamp>
    Then it is refused in clear with "Invalid timestamp format"
    And it is answered with status 400

    Examples:
      | row  | stamp                  |
      | T-08 | "now"                  |
      | T-09 | ""                     |
      | T-10 | "2030-01-01T00:00:00Z" |
      | T-11 | {now}.5                |
      | T-12 | {now}.0                |
      | T-13 | {now in seconds}e6     |
      | T-14 | "{now}.5"              |
      | T-15 | " {now}"               |
      | T-16 | "+{now}"               |
      | T-17 | true                   |
      | T-18 | [{now}]                |
      | T-19 | {"us": {now}}          |

  @ER-ENV-13
  Scenario Outline: <row>: <stamp> is far away
    When the project stamps a request <stamp>
    Then it is refused in clear with "Request timestamp outside allowed window"
    And it is answered with status 400

    Examples:
      | row  | stamp                                                          |
      | T-20 | {now in seconds}                                               |
      | T-21 | {now in milliseconds}                                          |
      | T-22 | {now in nanoseconds}                                           |
      | T-23 | -1893456000000000                                              |
      | T-24 | "-1"                                                           |
      | T-25 | 0                                                              |
      | T-26 | 10000000000000000000000000000000000000000                      |
      | T-27 | "999999999999999999999999999999999999999999999999999999999999" |

  @ER-ENV-13
  Scenario: D-03: the same number as a text
    When the project stamps a request {now}
    And the project stamps a request "{that}"
    Then it is refused in clear with "Duplicate request detected"

  @ER-ENV-13
  Scenario: D-04: the same path with a query
    When the project calls /project/balance
    And the project calls /project/balance under that timestamp with the query "?x=1"
    Then it is refused in clear with "Duplicate request detected"

  @ER-ENV-13
  Scenario: D-06: another key
    When the project calls /project/balance
    And the second project calls /project/balance under that timestamp
    Then it is served

  @ER-ENV-13
  Scenario: D-08: after a refusal by validation
    When the project calls /orders/check
    Then it is refused as "invalid_request"
    When the project calls /orders/check under that timestamp
    Then it is refused in clear with "Duplicate request detected"

  @ER-ENV-13
  Scenario: K-03: the key in another letter case
    When the project makes a request with its API key in another letter case
    Then it is refused in clear with "API key not found"

  @ER-ENV-13
  Scenario Outline: K-07: <path> is no endpoint
    When the project calls <path>
    Then it is refused in clear with "Not found"
    And it is answered with status 404

    Examples:
      | path              |
      | /users/forget     |
      | /project/balance/ |

  @ER-ENV-13
  Scenario Outline: <method> is no method of an endpoint
    When the project calls /project/balance by <method>
    Then it is refused in clear with "Method not allowed"
    And it is answered with status 405
    And it says that POST is allowed

    Examples:
      | method |
      | GET    |
      | PUT    |
      | DELETE |

  @ER-ENV-13
  Scenario: A body above the limit
    When the project sends a body of 1048577 bytes
    Then it is refused in clear with "Payload Too Large"
    And it is answered with status 413

  @ER-ENV-13
  Scenario: E-01: a good request for nobody
    When the project asks for a user that never existed
    Then it is refused as "user_not_found"
