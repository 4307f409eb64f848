Feature: The master wallet
  Source: envelope-rest, Workflow pages; public: master-wallet-topup.

  @ER-WALLET-01
  Scenario: The deposit address
    When the project asks for its deposit address
    And the project asks for its deposit address
    Then both show the same address of 34 characters beginning with T

  @ER-WALLET-02
  Scenario: The master balance
    When the project asks for its balance
    Then it is a decimal text in "usdt"

  @ER-WALLET-02
  Scenario: The master balance is not in the currency of cards
    Given an active card "the card" of the project
    When the project tops up "the card"
    And the project asks for its balance
    Then it is a decimal text in "usdt"

  @ER-WALLET-03
  Scenario: A deposit raises the master balance
    Given the project notes its balance
    When 250.00 USDT are sent to the deposit address of the project
    Then the balance of the project has risen

  @ER-WALLET-04
  Scenario: A deposit arrives in full
    Given the project notes its balance
    When 250.00 USDT are sent to the deposit address of the project
    Then the balance of the project has risen by 250.00
