Feature: Spending limits
  Source: in-app-cards, Spending Limit Frequencies; Amounts in Cents; Update Spending Limit.

  @AG-LIMIT-02
  Scenario: An updated limit governs the next purchase
    Given an approved application "the application" of the user
    When the user creates a virtual card "C" for "the application" with
      | limit | {"amount": 10000, "frequency": "per24HourPeriod"} |
    Then createRainCard succeeds
    Given "C" has a deposit of 1000 dollars
    When the user limits "C" to 20000 cents per24HourPeriod
    Then updateRainCardLimit succeeds
    When a purchase of 150 dollars is made with "C"
    Then the purchase is approved

  @AG-LIMIT-03
  Scenario: Limit amounts are cents
    Given an active virtual card "C" of the user
    And "C" has a deposit of 1000 dollars
    And the user has limited "C" to 10000 cents per24HourPeriod
    When a purchase of 10001 cents is made with "C"
    Then the purchase is declined
    When a purchase of 10000 cents is made with "C"
    Then the purchase is approved

  @AG-LIMIT-04
  Scenario: per24HourPeriod is a rolling window of 24 hours
    Given the clock stands still at noon
    And an active virtual card "C" of the user
    And "C" has a deposit of 1000 dollars
    And the user has limited "C" to 10000 cents per24HourPeriod
    When a purchase of 100 dollars is made with "C"
    Then the purchase is approved
    When 1439 minutes pass
    And a purchase of 1 dollars is made with "C"
    Then the purchase is declined
    When 61 seconds pass
    And a purchase of 100 dollars is made with "C"
    Then the purchase is approved

  @AG-LIMIT-05
  Scenario: per7DayPeriod is a rolling window of 7 days
    Given the clock stands still at noon
    And an active virtual card "C" of the user
    And "C" has a deposit of 1000 dollars
    And the user has limited "C" to 10000 cents per7DayPeriod
    When a purchase of 100 dollars is made with "C"
    Then the purchase is approved
    When 10079 minutes pass
    And a purchase of 1 dollars is made with "C"
    Then the purchase is declined
    When 61 seconds pass
    And a purchase of 100 dollars is made with "C"
    Then the purchase is approved

  @AG-LIMIT-06
  Scenario: per30DayPeriod is a rolling window of 30 days
    Given the clock stands still at noon
    And an active virtual card "C" of the user
    And "C" has a deposit of 1000 dollars
    And the user has limited "C" to 10000 cents per30DayPeriod
    When a purchase of 100 dollars is made with "C"
    Then the purchase is approved
    When 43199 minutes pass
    And a purchase of 1 dollars is made with "C"
    Then the purchase is declined
    When 61 seconds pass
    And a purchase of 100 dollars is made with "C"
    Then the purchase is approved

  @AG-LIMIT-07
  Scenario: perYearPeriod is a rolling window of 365 days
    Given the clock stands still at noon
    And an active virtual card "C" of the user
    And "C" has a deposit of 1000 dollars
    And the user has limited "C" to 10000 cents perYearPeriod
    When a purchase of 100 dollars is made with "C"
    Then the purchase is approved
    When 525599 minutes pass
    And a purchase of 1 dollars is made with "C"
    Then the purchase is declined
    When 61 seconds pass
    And a purchase of 100 dollars is made with "C"
    Then the purchase is approved

  @AG-LIMIT-09
  Scenario: allTime is a lifetime total
    Given the clock stands still at noon
    And an active virtual card "C" of the user
    And "C" has a deposit of 1000 dollars
    And the user has limited "C" to 10000 cents allTime
    When a purchase of 100 dollars is made with "C"
    Then the purchase is approved
    When 800 days pass
    And a purchase of 1 dollars is made with "C"
    Then the purchase is declined

  @AG-LIMIT-10
  Scenario: Another frequency in an update
    Given an active virtual card "C" of the user
    And the user has limited "C" to 10000 cents per24HourPeriod
    When the user limits "C" to 5000 cents daily
    Then updateRainCardLimit is refused

  @AG-LIMIT-10 @needs:deposit @needs:authorize
  Scenario: Another frequency in an update changes nothing
    Given an active virtual card "C" of the user
    And "C" has a deposit of 1000 dollars
    And the user has limited "C" to 10000 cents per24HourPeriod
    When the user limits "C" to 5000 cents daily
    Then updateRainCardLimit is refused
    When a purchase of 10001 cents is made with "C"
    Then the purchase is declined
    When a purchase of 10000 cents is made with "C"
    Then the purchase is approved

  @AG-LIMIT-10
  Scenario: Another frequency at creation
    Given an approved application "the application" of the user
    And the user counts its cards
    When the user creates a virtual card "C" for "the application" with
      | limit | {"amount": 5000, "frequency": "daily"} |
    Then createRainCard is refused
    And the user has as many cards as before

  @AG-LIMIT-01
  Scenario Outline: A limit with frequency <frequency> is echoed
    Given an active virtual card "another card" of the user
    And an active virtual card "C" of the user
    When the user limits "another card" to 100000 cents <another> and asks for whatever the answer can tell
    And the user limits "C" to 200000 cents <frequency> and asks for whatever the answer can tell
    Then updateRainCardLimit succeeds
    And updateRainCardLimit answers both ids of "C"
    And the "limitAmount" of updateRainCardLimit is 200000
    And the "limitFrequency" of updateRainCardLimit is "<frequency>"
    And updateRainCardLimit answers no "error"

    Examples:
      | frequency        | another         |
      | per24HourPeriod  | allTime         |
      | per7DayPeriod    | per24HourPeriod |
      | per30DayPeriod   | per7DayPeriod   |
      | perYearPeriod    | per30DayPeriod  |
      | perAuthorization | perYearPeriod   |
      | allTime          | per24HourPeriod |

  @AG-LIMIT-11
  Scenario Outline: A new card can be limited <frequency>
    Given an approved application "the application" of the user
    When the user creates a virtual card "C" for "the application" with
      | limit | {"amount": 50000, "frequency": "<frequency>"} |
    Then createRainCard succeeds

    Examples:
      | frequency        |
      | per24HourPeriod  |
      | per7DayPeriod    |
      | per30DayPeriod   |
      | perYearPeriod    |
      | perAuthorization |
      | allTime          |

  @AG-LIMIT-08
  Scenario: perAuthorization caps each purchase by itself
    Given an active virtual card "C" of the user
    And "C" has a deposit of 1000 dollars
    And the user has limited "C" to 10000 cents perAuthorization
    When a purchase of 100 dollars is made with "C"
    Then the purchase is approved
    When a purchase of 100 dollars is made with "C"
    Then the purchase is approved
    When a purchase of 10001 cents is made with "C"
    Then the purchase is declined

  @AG-LIMIT-12
  Scenario Outline: The last millisecond of a period counts <frequency>
    Given the clock stands still at noon
    And an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    And the user has limited "C" to 1000 cents <frequency>
    When a purchase of 1000 cents is made with "C"
    Then the purchase is approved
    When <all but one> milliseconds pass
    And a purchase of 1 cents is made with "C"
    Then the purchase is declined
    When 1 millisecond passes
    And a purchase of 1000 cents is made with "C"
    Then the purchase is approved

    Examples:
      | frequency       | all but one |
      | per24HourPeriod | 86399999    |
      | per7DayPeriod   | 604799999   |
      | per30DayPeriod  | 2591999999  |
      | perYearPeriod   | 31535999999 |
