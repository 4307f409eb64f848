Feature: The envelope
  A body is {"encrypted": base64(0x02, nonce, box)} under SHA-256 of the api secret.
  Source: envelope-rest, Transport, auth, and encryption; public: encrypted-payload.

  @ER-ENV-01
  Scenario Outline: A payload written <how> is understood
    When the project asks for its balance in a payload written <how>
    Then it is served

    Examples:
      | how                                   |
      | with a blank after each colon and comma |
      | over several lines                    |

  @ER-ENV-01
  Scenario: What was sealed is also done
    When the project registers "Ann"
    And the project asks for the user "Ann"
    Then it is served

  @ER-ENV-02
  Scenario: A body without envelope is refused
    When the project sends the body "{}"
    Then it is refused in clear with "Encrypted payload not found"
    And it is answered with status 400

  @ER-ENV-02
  Scenario: A payload in clear is refused
    When the project sends the body
      """
      {"request_timestamp": {now}, "user_id": "ext-123"}
      """
    Then it is refused in clear with "Encrypted payload not found"
    And it is answered with status 400

  @ER-ENV-03
  Scenario: A value that is not base64 is refused
    When the project sends the body
      """
      {"encrypted": "***"}
      """
    Then it is refused in clear with "Invalid encrypted payload format"
    And it is answered with status 400

  @ER-ENV-03
  Scenario: A value with a foreign character is refused
    When the project makes a request whose envelope has a star as first character
    Then it is refused in clear with "Invalid encrypted payload format"
    And it is answered with status 400

  @ER-ENV-04
  Scenario: A changed tag is refused
    When the project makes a request whose envelope has one bit of the tag flipped
    Then it is refused in clear with "Invalid encrypted payload format"

  @ER-ENV-05
  Scenario Outline: An envelope that <what> is refused
    When the project makes a request whose envelope <what>
    Then it is refused in clear with "Invalid encrypted payload format"

    Examples:
      | what                 |
      | has version 1        |
      | has no version byte  |
      | ends after 13 bytes  |
      | ends after 40 bytes  |

  @ER-ENV-06
  Scenario: Another project's secret does not open it
    When the project makes a request sealed with the secret of the second project
    Then it is refused in clear with "Invalid encrypted payload format"

  @ER-ENV-07
  Scenario: A payload that is not JSON is refused
    When the project sends the payload "hello"
    Then it is refused in clear with "Invalid encrypted payload format"

  @ER-ENV-08
  Scenario Outline: <what> is no envelope
    When the project sends the body "<body>"
    Then it is refused in clear with "Encrypted payload not found"

    Examples:
      | what          | body               |
      | An empty body |                    |
      | A form        | encrypted={sealed} |
      | A number      | 42                 |

  @ER-ENV-08
  Scenario: A JSON array is no envelope
    When the project sends the body
      """
      ["{sealed}"]
      """
    Then it is refused in clear with "Encrypted payload not found"

  @ER-ENV-08
  Scenario: An envelope that is a number is malformed
    When the project sends the body
      """
      {"encrypted": 42}
      """
    Then it is refused in clear with "Invalid encrypted payload format"

  @ER-ENV-08
  Scenario: A payload that is a JSON array is malformed
    When the project sends the payload "[{now}]"
    Then it is refused in clear with "Invalid encrypted payload format"

  @ER-ENV-09
  Scenario Outline: A body <typed> is not read as an envelope
    When the project makes a request <typed>
    Then it is refused in clear with "Encrypted payload not found"

    Examples:
      | typed                          |
      | with content type "text/plain" |
      | without content type           |

  @ER-ENV-09
  Scenario: Parameters of the media type do not matter
    When the project makes a request with content type "application/json; charset=utf-8"
    Then it is served

  @ER-ENV-10
  Scenario Outline: An envelope that <what> is refused
    When the project makes a request whose envelope <what>
    Then it is refused in clear with "Invalid encrypted payload format"

    Examples:
      | what                   |
      | is in url-safe base64  |
      | lacks its padding      |
      | has a line break       |

  @ER-ENV-11
  Scenario: Fields inside data are not seen
    Given an active card "the card" of the project
    When the project sends to /orders/check the payload
      """
      {"request_timestamp": {now}, "data": {"order_id": "{the order of the card}"}}
      """
    Then it is refused with a standard error
    And nothing of "the order of the card" is shown

  @ER-ENV-12
  Scenario: Success is sealed
    When the project asks for its balance
    Then the answer is a version 2 envelope, and nothing of it is in clear

  @ER-ENV-14
  Scenario: Different answers have different nonces
    When the project asks for its balance
    Then it is served
    When the project asks for its deposit address
    Then it is served
    And no two different answers have the same nonce
