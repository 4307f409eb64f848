Feature: Rules, deviations and readings
  Source: our own, Rulebook.

  @SB-RULE-01
  Scenario: A changed rule acts on the next request, and its default as soon as it is back
    Given an active virtual card "the card" of the partner
    When the back office sends PATCH "/rules"
      """
      {"pin.min_digits": 6}
      """
    Then the back office is told
      | /items/[key=pin.min_digits]/value   | 6    |
      | /items/[key=pin.min_digits]/changed | true |
    When the partner sets the PIN of "the card" to "2580"
    Then setCardPin is refused
    When the back office sends PATCH "/rules"
      """
      {"pin.min_digits": null}
      """
    And the partner sets the PIN of "the card" to "2580"
    Then setCardPin succeeds

  @SB-RULE-02
  Scenario: An unknown rule is refused with the nearest ones, and nothing is changed
    When the back office sends PATCH "/rules"
      """
      {"pin.min_digit": 6, "pin.max_digits": 8}
      """
    Then the back office is refused with 422 "rule_unknown"
    And the refusal says
      | /pointer        | "/pin.min_digit" |
      | /did_you_mean/0 | "pin.min_digits" |
    When the back office asks for "/rules?prefix=pin.max_digits"
    Then the back office is told
      | /items/0/changed | false |

  @SB-RULE-03
  Scenario: A value of the wrong type is refused
    When the back office sends PATCH "/rules"
      """
      {"pin.min_digits": "5"}
      """
    Then the back office is refused with 422 "rule_type"
    And the refusal says
      | /expected | "int" |
    When the back office asks for "/rules?prefix=pin.min_digits"
    Then the back office is told
      | /items/0/changed | false |

  @SB-RULE-03
  Scenario: A value out of range is refused
    When the back office sends PATCH "/rules"
      """
      {"pin.min_digits": -1}
      """
    Then the back office is refused with 422 "rule_range"
    And the refusal says
      | /min | there |
      | /max | there |
    When the back office asks for "/rules?prefix=pin.min_digits"
    Then the back office is told
      | /items/0/changed | false |

  @SB-RULE-03
  Scenario: A value that is no choice is refused
    When the back office sends PATCH "/rules"
      """
      {"sb.clock.auth_time": "dice"}
      """
    Then the back office is refused with 422 "rule_range"
    And the refusal says
      | /choices | ["world", "real"] |
    When the back office asks for "/rules?prefix=sb.clock.auth_time"
    Then the back office is told
      | /items/0/changed | false |

  @SB-RULE-04
  Scenario: An active deviation counts how often it mattered
    Given the deviation D-PG-AUTH-02 is switched on as well
    When the partner reads
    And the back office asks for "/deviations"
    Then the back office is told
      | /active/[id=D-PG-AUTH-02]/hits | 0 |
    When the partner reads with an API key that was never issued
    And the back office asks for "/deviations"
    Then the back office is told
      | /active/[id=D-PG-AUTH-02]/hits | 1 |

  @SB-RULE-05
  Scenario: A chosen reading governs the surface
    When the back office sends PATCH "/readings"
      """
      {"AMB-PG-01": "anonymous"}
      """
    And somebody asks without any credential
      """
      { __schema { queryType { name } } }
      """
    Then the answer has status 200
    When the back office sends PATCH "/readings"
      """
      {"AMB-PG-01": "api-key"}
      """
    And somebody asks without any credential
      """
      { __schema { queryType { name } } }
      """
    Then the answer has status 401
    When the back office sends PATCH "/readings"
      """
      {"AMB-PG-01": "nobody"}
      """
    Then the back office is refused with 422 "reading_unknown"
    And the refusal says
      | /choices/0 | there |
