Feature: Withdrawals
  Source: in-app-funding, Withdrawal Flow (Card to Wallet).

  @AG-WITHDRAW-01
  Scenario: A withdrawal answers with the transaction
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars whose signature has ended
    When the user withdraws "10" USDC of Base
    And the user withdraws "25" USDC of Base
    Then cardWithdraw succeeds
    And cardWithdraw answers a text as "transactionHash"
    And the withdrawal is of "25" USDC of Base
    And cardWithdraw answers no "error"
    And no waiting time is given

  @AG-WITHDRAW-02
  Scenario: The amount is in whole tokens, with decimals
    Given an active virtual card "C" of the user
    And "C" has a deposit of 250 dollars whose signature has ended
    And the user notes the balance of "C"
    When the user withdraws "100.5" USDC of Base
    Then cardWithdraw succeeds
    And creditLimit of "C" has fallen for the user by 100.5 dollars

  @AG-WITHDRAW-02
  Scenario: Each user withdraws the own collateral
    Given an active virtual card "E" of the second user
    And "E" has a deposit of 250 dollars whose signature has ended
    And the second user notes the balance of "E"
    When the second user withdraws "100.5" USDC of Base
    Then cardWithdraw succeeds
    And creditLimit of "E" has fallen for the second user by 100.5 dollars

  @AG-WITHDRAW-03
  Scenario: The collateral returns to the user's wallet
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars whose signature has ended
    And the USDC in the wallet of the user are counted
    When the user withdraws "25" USDC of Base
    Then cardWithdraw succeeds
    And the wallet of the user has 25 USDC more

  @AG-WITHDRAW-04
  Scenario: Without chainId the chain follows from the token
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars whose signature has ended
    And the user notes the balance of "C"
    When the user withdraws "25" USDC of Base without naming the chain
    Then cardWithdraw succeeds
    And the "chainId" of cardWithdraw is 8453
    And creditLimit of "C" has fallen for the user by 25 dollars

  @AG-WITHDRAW-05
  Scenario: An active signature is reported with a waiting time
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    And the user notes the balance of "C"
    When the user withdraws "25" USDC of Base
    Then cardWithdraw is refused
    And the withdrawal can be sent again after some seconds
    And cardWithdraw answers no "transactionHash"
    And the balance of "C" has changed for the user by
      | creditLimit | 0 |

  @AG-WITHDRAW-06
  Scenario: After the waiting time the withdrawal succeeds
    Given the clock stands still
    And an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    When the user withdraws "25" USDC of Base
    Then the withdrawal can be sent again after some seconds
    When so many seconds pass
    And the user withdraws "25" USDC of Base
    Then cardWithdraw succeeds

  @AG-WITHDRAW-07
  Scenario: Other failures have no waiting time
    Given an active virtual card "C" of the user
    When the user withdraws "25" of a token that nobody knows
    Then cardWithdraw is refused
    And no waiting time is given

  @AG-WITHDRAW-08
  Scenario: Only free collateral can be withdrawn
    Given the new user, whose application is approved
    And an active virtual card "C" of the new user
    And "C" has a deposit of 200 dollars whose signature has ended
    When a purchase of 160 dollars is made with "C"
    And the new user withdraws "200.01" USDC of Base
    Then cardWithdraw answers success false and a reason
    When the new user withdraws "40.01" USDC of Base
    Then cardWithdraw answers success false and a reason
    When the new user withdraws "40" USDC of Base
    Then cardWithdraw succeeds
    And the new user finds the balance of "C" to be
      | spendingPower | 0 |

  @AG-WITHDRAW-09
  Scenario Outline: The amount "<amount>" is malformed
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars whose signature has ended
    And the user notes the balance of "C"
    When the user withdraws "<amount>" USDC of Base
    Then cardWithdraw answers success false and a reason
    And the balance of "C" has changed for the user by
      | creditLimit | 0 |

    Examples:
      | amount    |
      | 0         |
      | -1        |
      | abc       |
      | 1e2       |
      | 1.1234567 |
      |           |

  @AG-WITHDRAW-10
  Scenario: A received deposit keeps a signature active for 30 seconds
    Given the clock stands still
    And an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    And the user notes the balance of "C"
    When the user withdraws "25" USDC of Base
    Then cardWithdraw answers success false and a reason
    When 29 seconds pass
    And the user withdraws "25" USDC of Base
    Then cardWithdraw answers success false and a reason
    And the balance of "C" has changed for the user by
      | creditLimit | 0 |
    When 1 second passes
    And the user withdraws "25" USDC of Base
    Then cardWithdraw succeeds
