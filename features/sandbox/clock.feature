Feature: The clock
  Source: our own, Clock and timeline.

  Background:
    Given the back office has sent PUT "/clock"
      """
      {"mode": "frozen", "at": "2040-01-01T00:00:00Z"}
      """

  @SB-CLOCK-01 @waits
  Scenario: A frozen clock stands still
    When the back office asks for "/clock"
    Then the back office is told
      | /now | "2040-01-01T00:00:00.000000Z" |
    When 300 milliseconds of real time pass
    And the back office asks for "/clock"
    Then the back office is told
      | /now | "2040-01-01T00:00:00.000000Z" |

  @SB-CLOCK-02
  Scenario Outline: An advance <how> moves time by exactly that
    When the back office sends POST "/clock/advance"
      """
      <step>
      """
    Then the back office is told
      | /from | "2040-01-01T00:00:00.000000Z" |
      | /now  | "<now>"                       |
    When the back office asks for "/clock"
    Then the back office is told
      | /now | "<now>" |

    Examples:
      | how           | step                           | now                         |
      | by 301 s      | {"by": "301s"}                 | 2040-01-01T00:05:01.000000Z |
      | by 250 ms     | {"by": "250ms"}                | 2040-01-01T00:00:00.250000Z |
      | to an instant | {"to": "2040-01-02T00:00:00Z"} | 2040-01-02T00:00:00.000000Z |

  @SB-CLOCK-03
  Scenario: Effects fire in the order in which they are due, each at its own time
    Given an active virtual card "the card" of the partner
    And the back office has sent PATCH "/rules"
      """
      {"fund.confirm_delay_ms": 60000}
      """
    When 100 cents are deposited to "the card"
    And the back office sends PATCH "/rules"
      """
      {"fund.confirm_delay_ms": 30000}
      """
    And 100 cents are deposited to "the card"
    And the back office sends POST "/clock/advance"
      """
      {"by": "1h"}
      """
    Then the back office is told
      | /fired_total    | 2                             |
      | /fired/0/effect | "deposit.confirm"             |
      | /fired/0/at     | "2040-01-01T00:00:30.000000Z" |
      | /fired/1/at     | "2040-01-01T00:01:00.000000Z" |
    When the back office asks for "/events?type=CARD_COLLATERAL_CONFIRMED&since=2040-01-01T00:00:01Z"
    Then the back office is told
      | /total      | 2                             |
      | /items/0/at | "2040-01-01T00:00:30.000000Z" |
      | /items/1/at | "2040-01-01T00:01:00.000000Z" |

  @SB-CLOCK-04
  Scenario: Nothing fires before it is due
    Given an active virtual card "the card" of the partner
    And the back office has sent PATCH "/rules"
      """
      {"fund.confirm_delay_ms": 60000}
      """
    And the partner notes the balance of "the card"
    When 100 cents are deposited to "the card"
    And the back office sends POST "/clock/advance"
      """
      {"by": "59s999ms999us"}
      """
    Then the back office is told
      | /fired | [] |
    And the balance of "the card" has changed for the partner by
      | creditLimit | 0 |
    When the back office sends POST "/clock/advance"
      """
      {"by": "1us"}
      """
    Then the back office is told
      | /fired/0/at | "2040-01-01T00:01:00.000000Z" |
    And the balance of "the card" has changed for the partner by
      | creditLimit | 1 |

  @SB-CLOCK-05
  Scenario: Effects of effects fire in the same advance
    Given orders take 10 seconds a step
    And an approved cardholder "Lena" of the project
    When the project orders a VUSD-STD card with 50.00 for "Lena"
    And the back office sends POST "/clock/advance"
      """
      {"by": "1h"}
      """
    Then the back office is told
      | /fired/0/effect | "order.step"                  |
      | /fired/0/at     | "2040-01-01T00:00:10.000000Z" |
      | /fired/1/at     | "2040-01-01T00:00:20.000000Z" |
      | /fired/2/at     | "2040-01-01T00:00:30.000000Z" |
    And the order ends in the state called "completed"

  @SB-CLOCK-06
  Scenario: Time does not go back
    When the back office sends PUT "/clock"
      """
      {"mode": "frozen", "at": "2039-12-31T23:59:59Z"}
      """
    Then the back office is refused with 409 "clock_backwards"
    When the back office sends POST "/clock/advance"
      """
      {"to": "2039-12-31T23:59:59Z"}
      """
    Then the back office is refused with 409 "clock_backwards"
    When the back office asks for "/clock"
    Then the back office is told
      | /now | "2040-01-01T00:00:00.000000Z" |

  @SB-CLOCK-07
  Scenario: Clocks of worlds are independent
    Given a world "the other one" with
      """
      {"clock": {"mode": "frozen", "at": "2030-01-01T00:00:00Z"},
       "rules": {"fund.confirm_delay_ms": 60000}}
      """
    And everything happens in "the other one" from here on
    And an active virtual card "the card" of the partner
    When 100 cents are deposited to "the card"
    And the back office asks for "/clock"
    And the back office notes "/pending" as "the timers before"
    And everything happens in "the first world" from here on
    And 1 day passes
    And the back office asks for "/clock"
    Then the back office is told
      | /now | "2040-01-02T00:00:00.000000Z" |
    When the back office asks for "/_sandbox/worlds/{the other one}/clock"
    Then the back office is told
      | /now     | "2030-01-01T00:00:00.000000Z" |
      | /pending | {the timers before}           |

  @SB-CLOCK-08
  Scenario: World time judges timestamps
    When the partner reads
    Then the read succeeds
    And the answer is dated "2040-01-01T00:00:00Z"
    When the partner reads with a timestamp 400000000000 ms in the past
    Then it is unauthorized with "Timestamp outside allowed window"
    And the answer is dated "2040-01-01T00:00:00Z"
    When 90 seconds pass
    And the partner reads
    Then the read succeeds
    And the answer is dated "2040-01-01T00:01:30Z"

  @SB-CLOCK-08
  Scenario: World time judges the stamps of the REST API
    When the project asks for its balance
    Then it is served
    When 1 day passes
    And the project asks for its balance
    Then it is served

  @SB-CLOCK-08
  Scenario: World time judges the tokens of the app
    Given the user has a token of 600 seconds
    When the user lists cards
    Then it lists cards
    When 599 seconds pass
    And the user lists cards
    Then it lists cards
    When 2 seconds pass
    And the user lists cards
    Then it is refused for its token
