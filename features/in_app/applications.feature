Feature: Applying for cards
  Source: public page, Applying for Cards.

  @AG-APPL-01
  Scenario: A new application is pending and carries its ids
    Given the new user, who has not applied
    When the new user applies
    Then createRainCardApplication succeeds
    And the application is answered as "pending"
    And createRainCardApplication answers a text as "applicantId"
    And createRainCardApplication answers a text as "rainApplicationId", where the names of the new user have one
    And createRainCardApplication answers a whole number as "cardApplicationId"
    And createRainCardApplication answers no "error"

  @AG-APPL-02
  Scenario: An approved application gets a card
    Given the other user, who has not applied and whose review ends in "Denied"
    And the new user, who has not applied
    When the other user applies
    Then the other user sees the own application as "denied"
    When the new user applies
    Then the new user sees the own application as "approved"
    When the new user creates a virtual card "C" for "the application of the new user"
    Then createRainCard succeeds

  @AG-APPL-03
  Scenario: A denied application is seen as denied
    Given the new user, who has not applied and whose review ends in "Denied"
    When the new user applies
    Then the new user sees the own application as "denied"

  @AG-APPL-04
  Scenario: Who needs to be verified is told where
    Given applications are decided in their first answer
    And the other user, whose application is approved
    And the new user, who has not applied and whose review ends in "Needsverification"
    When the new user applies
    Then the application is answered as "needsVerification"
    And the application is answered with an address to complete it at

  @AG-APPL-05
  Scenario: The terms of service must be accepted
    Given the new user, who has not applied
    When the new user applies with
      | isTermsOfServiceAccepted | false |
    Then createRainCardApplication is refused
    And the new user sees 0 applications
    When the new user applies
    Then createRainCardApplication succeeds

  @AG-APPL-06
  Scenario Outline: An occupation by its <form>
    Given the new user, who has not applied
    When the new user applies with
      | occupation | "<occupation>" |
    Then createRainCardApplication succeeds
    And the new user sees 1 application

    Examples:
      | form        | occupation          |
      | SOC code    | 15-1252             |
      | description | Software Developers |

  @AG-APPL-07
  Scenario: An unknown occupation
    Given the new user, who has not applied
    When the new user applies with
      | occupation | "No Such Trade" |
    Then createRainCardApplication is refused
    And the new user sees 0 applications

  @AG-APPL-08
  Scenario: One application per identity
    Given the new user, who has not applied
    When the new user applies
    Then createRainCardApplication succeeds
    When the new user applies
    Then createRainCardApplication is refused
    And the new user sees 1 application

  @AG-APPL-09
  Scenario: KYC comes first
    Given the new user, who has not applied and whose KYC is not completed
    When the new user applies
    Then createRainCardApplication is refused
    And the new user sees 0 applications

  @AG-APPL-10
  Scenario: A PIN given with the application is the first card's
    Given the new user, who has not applied
    When the new user applies with the PIN "719305"
    Then createRainCardApplication succeeds
    And the new user sees the own application as "approved"
    When the new user creates a virtual card "C" for "the application of the new user"
    Then createRainCard succeeds
    And the new user reads back the PIN "719305" of "C"

  @AG-APPL-11
  Scenario: The letter case of statuses
    Given the new user, who has not applied and whose review ends in "Needsverification"
    When the new user applies
    And the new user reads the own applications
    Then the statuses are in camel case (reading "camel") or in upper case (reading "upper")

  @AG-APPL-12
  Scenario: What the first answer tells
    Given the new user, who has not applied and whose review ends in "Needsverification"
    When the new user applies
    Then the first answer is pending (reading "pending") or the outcome (reading "outcome")
