Feature: Authentication
  Who asks, and when: the API key and the timestamp of a request.
  Source: partner-card-api, Authentication, Error Reference, Best practices.

  @PG-AUTH-01
  Scenario: A request without API key is unauthorized
    When the partner reads without an API key
    Then it is unauthorized with "Invalid API key"

  @PG-AUTH-02
  Scenario: An API key that was never issued is unauthorized
    When the partner reads with an API key that was never issued
    Then it is unauthorized with "Invalid API key"

  @PG-AUTH-03
  Scenario: A revoked token is unauthorized from the next request on
    Given the new token of the partner
    When the new token reads
    Then the read succeeds
    When the new token is revoked
    And the new token reads
    Then it is unauthorized with "Invalid API key"

  @PG-AUTH-04
  Scenario: A token whose expiry has passed is unauthorized
    Given the new token of the partner
    When the new token expires
    And the new token reads
    Then it is unauthorized

  @PG-AUTH-04 @needs:clock
  Scenario: A token works until its expiry and not after it
    Given the new token of the partner, which expires in one minute
    When the new token reads
    Then the read succeeds
    When 2 minutes pass
    And the new token reads
    Then it is unauthorized

  @PG-AUTH-05
  Scenario: A token of another environment is unauthorized
    Given the foreign token of the partner, issued in another environment
    When the foreign token reads
    Then it is unauthorized with "Invalid API key"

  @PG-AUTH-06
  Scenario Outline: A request that lacks <what> is unauthorized
    When the partner reads without <what>
    Then it is unauthorized

    Examples:
      | what                          |
      | the timestamp                 |
      | the signature                 |
      | the timestamp and the signature |

  @PG-AUTH-07
  Scenario: A timestamp in seconds is unauthorized
    When the partner reads with the timestamp in seconds
    Then it is unauthorized with "Timestamp outside allowed window"

  @PG-AUTH-08
  Scenario Outline: A timestamp nearly five minutes in the <direction> is accepted
    When the partner reads with a timestamp 290000 ms in the <direction>
    Then the read succeeds

    Examples:
      | direction |
      | past      |
      | future    |

  @PG-AUTH-09
  Scenario Outline: A timestamp more than five minutes in the <direction> is unauthorized
    When the partner reads with a timestamp 310000 ms in the <direction>
    Then it is unauthorized with "Timestamp outside allowed window"

    Examples:
      | direction |
      | past      |
      | future    |

  @PG-AUTH-10
  Scenario: A new token works at once, and the old one goes on working
    Given the new token of the partner
    When the new token reads
    Then the read succeeds
    When the partner reads
    Then the read succeeds
    And both reads show the same rows

  @PG-AUTH-11
  Scenario: Which check speaks when timestamp and signature are both wrong
    When the partner reads with a timestamp 600000 ms in the past and a random signature
    Then the description tells the reading
      | Timestamp outside allowed window | timestamp_first |
      | Invalid signature                | signature_first |

  @PG-AUTH-12
  Scenario Outline: The edge of the window belongs to it, in the <direction>
    Given the clock stands still
    When the partner reads with a timestamp 300000 ms in the <direction>
    Then the read succeeds
    When the partner reads with a timestamp 300001 ms in the <direction>
    Then it is unauthorized with "Timestamp outside allowed window"

    Examples:
      | direction |
      | past      |
      | future    |
