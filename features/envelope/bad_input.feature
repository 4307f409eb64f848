Feature: Malformed requests
  One mistake each, and some counter-examples that only look like one.
  Source: decided; every text is one of envelope-rest, Unencrypted auth and encryption errors.

  @ER-ENV-13
  Scenario Outline: The body <what> has no envelope
    When the project sends the body "<body>"
    Then it is refused in clear with "Encrypted payload not found"
    And it is answered with status 400

    Examples:
      | what                  | body                                               |
      | is empty              |                                                    |
      | is a form             | encrypted={sealed}                                 |
      | is an array           | ["{sealed}"]                                       |
      | is an empty object    | {}                                                 |
      | says null             | {"encrypted": null}                                |
      | is the payload itself | {"request_timestamp": {now}, "user_id": "ext-ada"} |
      | says Encrypted        | {"Encrypted": "{sealed}"}                          |

  @ER-ENV-13
  Scenario: Another media type
    When the project makes a request with content type "text/plain"
    Then it is refused in clear with "Encrypted payload not found"

  @ER-ENV-13
  Scenario Outline: Encrypted is <what>
    When the project sends the body "<body>"
    Then it is refused in clear with "Invalid encrypted payload format"
    And it is answered with status 400

    Examples:
      | what            | body                                |
      | an empty string | {"encrypted": ""}                   |
      | a number        | {"encrypted": 42}                   |
      | an object       | {"encrypted": {"data": "{sealed}"}} |

  @ER-ENV-13
  Scenario Outline: The envelope <flaw>
    When the project makes a request whose envelope <flaw>
    Then it is refused in clear with "Invalid encrypted payload format"
    And it is answered with status 400

    Examples:
      | flaw                                |
      | has a star as first character       |
      | is in url-safe base64               |
      | lacks its padding                   |
      | has a line break                    |
      | is in hex                           |
      | has version 1                       |
      | has no version byte                 |
      | ends after 1 bytes                  |
      | ends after 13 bytes                 |
      | ends after 40 bytes                 |
      | has one bit of the tag flipped      |
      | has one bit of the ciphertext flipped |
      | has one bit of the nonce flipped    |
      | has its tag behind the ciphertext   |

  @ER-ENV-13
  Scenario: The secret of another project
    When the project makes a request sealed with the secret of the second project
    Then it is refused in clear with "Invalid encrypted payload format"

  @ER-ENV-13
  Scenario: The API key instead of the secret
    When the project makes a request sealed with its API key
    Then it is refused in clear with "Invalid encrypted payload format"

  @ER-ENV-13
  Scenario: An envelope inside an envelope
    When the project makes a request whose envelope is sealed twice
    Then it is refused in clear with "Request timestamp not found in encrypted payload"

  @ER-ENV-13
  Scenario Outline: The payload is <what>
    When the project sends the payload "<payload>"
    Then it is refused in clear with "Invalid encrypted payload format"
    And it is answered with status 400

    Examples:
      | what          | payload                                     |
      | no JSON       | hello                                       |
      | an array      | [{now}]                                     |
      | a text        | "{now}"                                     |
      | empty         |                                             |
      | not quite JSON | {"request_timestamp": {now}, "user_id": NaN} |

  @ER-ENV-13
  Scenario: The payload is not UTF-8
    When the project sends a payload that is not UTF-8
    Then it is refused in clear with "Invalid encrypted payload format"

  @ER-ENV-13
  Scenario: White space in the payload
    When the project asks for its balance in a payload written over several lines
    Then it is served

  @ER-ENV-13
  Scenario: A member beside encrypted
    When the project sends the body "{"encrypted": "{sealed}", "v": 2}"
    Then it is served

  @ER-ENV-13
  Scenario: The timestamp is null
    When the project stamps a request null
    Then it is refused in clear with "Request timestamp not found in encrypted payload"

  @ER-ENV-13
  Scenario: The fields are inside data
    When the project sends to /users/get the payload
      """
      {"request_timestamp": {now}, "data": {"user_id": "ext-ada"}}
      """
    Then it is refused as "invalid_request"

  @ER-ENV-13
  Scenario: The timestamp is beside the envelope
    When the project sends a payload without a timestamp in the body "{"encrypted": "{sealed}", "request_timestamp": {now}}"
    Then it is refused in clear with "Request timestamp not found in encrypted payload"

  @ER-ENV-13
  Scenario Outline: <stamp> is a timestamp
    When the project stamps a request <stamp>
    Then it is served

    Examples:
      | stamp       |
      | "{now}"     |
      | "000{now}"  |

  @ER-ENV-13
  Scenario Outline: <stamp> is no integer
    When the project stamps a request <stamp>
    Then it is refused in clear with "Invalid timestamp format"
    And it is answered with status 400

    Examples:
      | stamp                  |
      | "now"                  |
      | ""                     |
      | "2030-01-01T00:00:00Z" |
      | {now}.5                |
      | {now}.0                |
      | {now in seconds}e6     |
      | "{now}.5"              |
      | " {now}"               |
      | "+{now}"               |
      | true                   |
      | [{now}]                |
      | {"us": {now}}          |

  @ER-ENV-13
  Scenario Outline: <stamp> is far away
    When the project stamps a request <stamp>
    Then it is refused in clear with "Request timestamp outside allowed window"
    And it is answered with status 400

    Examples:
      | stamp                                                          |
      | {now in seconds}                                               |
      | {now in milliseconds}                                          |
      | {now in nanoseconds}                                           |
      | -1893456000000000                                              |
      | "-1"                                                           |
      | 0                                                              |
      | 10000000000000000000000000000000000000000                      |
      | "999999999999999999999999999999999999999999999999999999999999" |

  @ER-ENV-13
  Scenario: The same number as a text
    When the project stamps a request {now}
    And the project stamps a request "{that}"
    Then it is refused in clear with "Duplicate request detected"

  @ER-ENV-13
  Scenario: The same path with a query
    When the project calls /project/balance
    And the project calls /project/balance under that timestamp with the query "?x=1"
    Then it is refused in clear with "Duplicate request detected"

  @ER-ENV-13
  Scenario: Another key
    When the project calls /project/balance
    And the second project calls /project/balance under that timestamp
    Then it is served

  @ER-ENV-13
  Scenario: After a refusal by validation
    When the project calls /orders/check
    Then it is refused as "invalid_request"
    When the project calls /orders/check under that timestamp
    Then it is refused in clear with "Duplicate request detected"

  @ER-ENV-13
  Scenario: The key in another letter case
    When the project makes a request with its API key in another letter case
    Then it is refused in clear with "API key not found"

  @ER-ENV-13
  Scenario Outline: <path> is no endpoint
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
  Scenario: A good request for nobody
    When the project asks for a user that never existed
    Then it is refused as "user_not_found"
