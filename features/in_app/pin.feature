Feature: PIN
  Source: in-app-cards, PIN Management.

  @AG-PIN-01
  Scenario: A PIN that was set can be read back
    Given an active virtual card "C" of the user
    When the user sets the PIN of "C" to "719305"
    Then setRainCardPin succeeds
    And setRainCardPin answers the "id" of "C"
    And setRainCardPin answers no "error"
    And the user reads back the PIN "719305" of "C"

  @AG-PIN-01
  Scenario: Each user sets the PIN of an own card
    Given an active virtual card "C" of the user
    And an active virtual card "E" of the second user
    When the second user sets the PIN of "E" to "719305"
    Then setRainCardPin succeeds
    And setRainCardPin answers the "id" of "E"
    And the second user reads back the PIN "719305" of "E"

  @AG-PIN-02
  Scenario: Setting again changes the PIN
    Given an active virtual card "C" of the user
    When the user sets the PIN of "C" to "719305"
    Then setRainCardPin succeeds
    When the user sets the PIN of "C" to "826417"
    Then setRainCardPin succeeds
    And the user reads back the PIN "826417" of "C"

  @AG-PIN-03
  Scenario Outline: A PIN is not set <how>
    Given an active virtual card "C" of the user
    When the user sets the PIN of "C" to "719305" in clear, <how>
    Then setRainCardPin is refused
    And the user finds no PIN "719305" of "C"

    Examples:
      | how                                   |
      | without a session                     |
      | with an empty session                 |
      | with a session that nobody handed out |

  @AG-PIN-04
  Scenario Outline: A PIN of <digits> digits is accepted
    Given an active virtual card "C" of the user
    When the user sets the PIN of "C" to "<pin>"
    Then setRainCardPin succeeds
    And the user reads back the PIN "<pin>" of "C"

    Examples:
      | digits | pin          |
      | 4      | 7193         |
      | 12     | 719305826417 |

  @AG-PIN-05
  Scenario: 3 digits are too few
    Given an active virtual card "C" of the user
    When the user sets the PIN of "C" to "719305"
    Then setRainCardPin succeeds
    When the user sets the PIN of "C" to "719"
    Then setRainCardPin is refused
    And the user reads back the PIN "719305" of "C"

  @AG-PIN-06
  Scenario: 13 digits are too many
    Given an active virtual card "C" of the user
    When the user sets the PIN of "C" to "719305"
    Then setRainCardPin succeeds
    When the user sets the PIN of "C" to "7193058264179"
    Then setRainCardPin is refused
    And the user reads back the PIN "719305" of "C"

  @AG-PIN-07
  Scenario Outline: One digit repeated is refused: <pin>
    Given an active virtual card "C" of the user
    When the user sets the PIN of "C" to "719305"
    Then setRainCardPin succeeds
    When the user sets the PIN of "C" to "<pin>"
    Then setRainCardPin is refused
    And the user reads back the PIN "719305" of "C"

    Examples:
      | pin  |
      | 1111 |
      | 0000 |

  @AG-PIN-08
  Scenario Outline: An ascending sequence is refused: <pin>
    Given an active virtual card "C" of the user
    When the user sets the PIN of "C" to "719305"
    Then setRainCardPin succeeds
    When the user sets the PIN of "C" to "<pin>"
    Then setRainCardPin is refused
    And the user reads back the PIN "719305" of "C"

    Examples:
      | pin  |
      | 1234 |
      | 2345 |

  @AG-PIN-09
  Scenario Outline: A descending sequence is refused: <pin>
    Given an active virtual card "C" of the user
    When the user sets the PIN of "C" to "719305"
    Then setRainCardPin succeeds
    When the user sets the PIN of "C" to "<pin>"
    Then setRainCardPin is refused
    And the user reads back the PIN "719305" of "C"

    Examples:
      | pin  |
      | 4321 |
      | 9876 |

  @AG-PIN-10
  Scenario Outline: A PIN is made of digits: <pin>
    Given an active virtual card "C" of the user
    When the user sets the PIN of "C" to "719305"
    Then setRainCardPin succeeds
    When the user sets the PIN of "C" to "<pin>"
    Then setRainCardPin is refused
    And the user reads back the PIN "719305" of "C"

    Examples:
      | pin   |
      | 71a3  |
      | 71-93 |
      | 7 1 9 |

  @AG-PIN-11
  Scenario: A card without PIN
    Given an active virtual card "C" of the user
    And the user opened the session "s"
    When the user reads the PIN of "C" in the session "s"
    Then the answer has status 200
    And getRainCardPin is refused
    And getRainCardPin answers success false and there are no errors
    And getRainCardPin answers no "encryptedPin"

  @AG-PIN-12
  Scenario: Whether a pattern counts inside a PIN
    Given an active virtual card "C" of the user
    When the user sets the PINs "712349" and "711193" of "C"
    Then both were accepted (reading "whole"), or not both (reading "anywhere")
