Feature: PIN
  Source: partner-card-api, PIN encryption, PIN format.

  @PG-PIN-01
  Scenario: A PIN is read back under another session
    Given an active virtual card "the card" of the partner
    When the partner sets the PIN of "the card" to "7193"
    Then setCardPin succeeds
    And the partner reads back the PIN "7193" of "the card"

  @PG-PIN-02
  Scenario Outline: A PIN of <digits> digits is refused
    Given an active virtual card "the card" of the partner
    When the partner sets the PIN of "the card" to "8052"
    And the partner sets the PIN of "the card" to "<pin>"
    Then setCardPin is refused
    And the partner reads back the PIN "8052" of "the card"

    Examples:
      | digits | pin           |
      | 3      | 719           |
      | 13     | 7193402865917 |

  @PG-PIN-03
  Scenario Outline: A PIN of <digits> digits is accepted
    Given an active virtual card "the card" of the partner
    When the partner sets the PIN of "the card" to "<pin>"
    Then setCardPin succeeds
    And the partner reads back the PIN "<pin>" of "the card"

    Examples:
      | digits | pin          |
      | 4      | 7193         |
      | 12     | 719340286591 |

  @PG-PIN-04
  Scenario Outline: A PIN with <what> is refused
    Given an active virtual card "the card" of the partner
    When the partner sets the PIN of "the card" to "8052"
    And the partner sets the PIN of "the card" to "<pin>"
    Then setCardPin is refused
    And the partner reads back the PIN "8052" of "the card"

    Examples:
      | what     | pin   |
      | a letter | 71a3  |
      | a space  | 71 93 |

  @PG-PIN-05
  Scenario Outline: One digit repeated is refused: <pin>
    Given an active virtual card "the card" of the partner
    When the partner sets the PIN of "the card" to "8052"
    And the partner sets the PIN of "the card" to "<pin>"
    Then setCardPin is refused
    And the partner reads back the PIN "8052" of "the card"

    Examples:
      | pin  |
      | 1111 |
      | 0000 |

  @PG-PIN-06
  Scenario Outline: An ascending sequence is refused: <pin>
    Given an active virtual card "the card" of the partner
    When the partner sets the PIN of "the card" to "8052"
    And the partner sets the PIN of "the card" to "<pin>"
    Then setCardPin is refused
    And the partner reads back the PIN "8052" of "the card"

    Examples:
      | pin   |
      | 1234  |
      | 23456 |

  @PG-PIN-07
  Scenario Outline: A descending sequence is refused: <pin>
    Given an active virtual card "the card" of the partner
    When the partner sets the PIN of "the card" to "8052"
    And the partner sets the PIN of "the card" to "<pin>"
    Then setCardPin is refused
    And the partner reads back the PIN "8052" of "the card"

    Examples:
      | pin   |
      | 4321  |
      | 98765 |

  @PG-PIN-08
  Scenario: A second PIN replaces the first
    Given an active virtual card "the card" of the partner
    When the partner sets the PIN of "the card" to "7193"
    Then setCardPin succeeds
    When the partner sets the PIN of "the card" to "2580"
    Then setCardPin succeeds
    And the partner reads back the PIN "2580" of "the card"

  @PG-PIN-09
  Scenario: A card without PIN
    Given an active virtual card "the card" of the partner
    When the partner opens the session "s"
    And the partner reads the PIN of "the card" in the session "s"
    Then getCardPin is refused with "Card does not have a PIN set"
    And the answer has status 200
    And getCardPin answers no "encryptedPin"

  @PG-PIN-10
  Scenario: A PIN set before activation is in force after it
    Given a physical card "the card" of the partner that is not activated
    When the partner sets the PIN of "the card" to "7193"
    Then setCardPin succeeds
    When "the card" is delivered and activated
    Then the partner reads back the PIN "7193" of "the card"

  @PG-PIN-11
  Scenario: Whether a pattern counts inside a PIN
    Given an active virtual card "the card" of the partner
    When the partner sets the PINs "711193" and "912349" of "the card"
    Then each was accepted (reading "whole") or refused (reading "anywhere")
