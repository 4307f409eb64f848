Feature: The timestamp
  Every payload says when it was made, in microseconds; 30 seconds either way are allowed.
  Source: envelope-rest, Decrypted payload, Unencrypted auth and encryption errors.

  @ER-TS-01
  Scenario: A payload without timestamp is refused
    When the project makes a request without a timestamp
    Then it is refused in clear with "Request timestamp not found in encrypted payload"
    And it is answered with status 400

  @ER-TS-02
  Scenario Outline: <stamp> is no timestamp
    When the project stamps a request <stamp>
    Then it is refused in clear with "Invalid timestamp format"
    And it is answered with status 400

    Examples:
      | stamp                  |
      | "now"                  |
      | "2030-01-01T00:00:00Z" |
      | [{now}]                |
      | {"us": {now}}          |

  @ER-TS-03
  Scenario: The text of an integer is a timestamp
    When the project stamps a request "{now}"
    Then it is served

  @ER-TS-04
  Scenario Outline: <stamp> is outside the window
    When the project stamps a request <stamp>
    Then it is refused in clear with "Request timestamp outside allowed window"
    And it is answered with status 400

    Examples:
      | stamp     |
      | {now-45s} |
      | {now+45s} |

  @ER-TS-05
  Scenario Outline: <stamp> is inside the window
    When the project stamps a request <stamp>
    Then it is served

    Examples:
      | stamp     |
      | {now-20s} |
      | {now+20s} |

  @ER-TS-06
  Scenario Outline: <stamp> is just inside the window
    Given the clock stands still
    When the project stamps a request <stamp>
    Then it is served

    Examples:
      | stamp            |
      | {now-30000000us} |
      | {now+30000000us} |

  @ER-TS-06
  Scenario Outline: <stamp> is just outside the window
    Given the clock stands still
    When the project stamps a request <stamp>
    Then it is refused in clear with "Request timestamp outside allowed window"

    Examples:
      | stamp            |
      | {now-30000001us} |
      | {now+30000001us} |

  @ER-TS-11
  Scenario Outline: <stamp> is less than 30 seconds away
    Given the clock stands still
    When the project stamps a request <stamp>
    Then it is served

    Examples:
      | stamp            |
      | {now-29999500us} |
      | {now+29999500us} |

  @ER-TS-11
  Scenario Outline: <stamp> is more than 30 seconds away
    Given the clock stands still
    When the project stamps a request <stamp>
    Then it is refused in clear with "Request timestamp outside allowed window"

    Examples:
      | stamp            |
      | {now-30000500us} |
      | {now+30000500us} |

  @ER-TS-07
  Scenario Outline: The present time in <unit> is outside the window
    When the project stamps a request {now in <unit>}
    Then it is refused in clear with "Request timestamp outside allowed window"

    Examples:
      | unit         |
      | seconds      |
      | milliseconds |
      | nanoseconds  |

  @ER-TS-08
  Scenario Outline: <stamp> is no integer
    When the project stamps a request <stamp>
    Then it is refused in clear with "Invalid timestamp format"

    Examples:
      | stamp     |
      | {now}.5   |
      | "{now}.5" |

  @ER-TS-09
  Scenario Outline: <stamp> is an integer far away
    When the project stamps a request <stamp>
    Then it is refused in clear with "Request timestamp outside allowed window"

    Examples:
      | stamp                                                          |
      | -1893456000000000                                              |
      | "-1"                                                           |
      | 10000000000000000000000000000000000000000                      |
      | "999999999999999999999999999999999999999999999999999999999999" |

  @ER-TS-10
  Scenario: A timestamp inside data is not found
    When the project sends the payload
      """
      {"data": {"request_timestamp": {now}, "user_id": "ext-123"}}
      """
    Then it is refused in clear with "Request timestamp not found in encrypted payload"
