Feature: Swaps
  Source: in-app-funding, Step 3: Execute the Swap; public schema reference, swaps.

  @AG-SWAP-01
  Scenario: Executing a quote answers with the transaction
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    When the user gets the quote "Q" for 1 USDC into the collateral of "C"
    And the user gets the quote "R" for 1 USDC into the collateral of "C"
    And the user executes the quote "Q"
    Then smartWalletExecuteSwapQuote succeeds
    And smartWalletExecuteSwapQuote answers a text as "transactionHash"
    And smartWalletExecuteSwapQuote answers the quote "Q"
    And smartWalletExecuteSwapQuote answers a text as "status"
    And smartWalletExecuteSwapQuote answers no "error"

  @AG-SWAP-02
  Scenario: The swapped USDC reaches the collateral
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    And the user notes the balance of "C"
    When the user gets the quote "Q" for 1 USDC into the collateral of "C"
    And the user executes the quote "Q"
    Then smartWalletExecuteSwapQuote succeeds
    And creditLimit of "C" has risen for the user by what the quote "Q" gives

  @AG-SWAP-03
  Scenario: The wallet is debited
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    And the USDC in the wallet of the user are counted
    When the user gets the quote "Q" for 1 USDC into the collateral of "C"
    And the user gets the quote "R" for 2 USDC into the collateral of "C"
    And the user executes the quote "Q"
    Then smartWalletExecuteSwapQuote succeeds
    And the wallet of the user has 1 USDC less

  @AG-SWAP-04
  Scenario: An expired quote is not executed
    Given the clock stands still
    And a smart wallet of the user
    And an active virtual card "C" of the user
    And the user notes the balance of "C"
    When the user gets the quote "Q" for 1 USDC into the collateral of "C"
    And the quote "Q" has expired
    And the user executes the quote "Q"
    Then smartWalletExecuteSwapQuote is refused
    And smartWalletExecuteSwapQuote answers no "transactionHash"
    And the balance of "C" has changed for the user by
      | creditLimit | 0 |
    When the user gets the quote "R" for 1 USDC into the collateral of "C"
    And the user executes the quote "R"
    Then smartWalletExecuteSwapQuote succeeds

  @AG-SWAP-05
  Scenario: A quote is executed once
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    And the user notes the balance of "C"
    When the user gets the quote "Q" for 1 USDC into the collateral of "C"
    And the user executes the quote "Q"
    Then smartWalletExecuteSwapQuote succeeds
    When the user executes the quote "Q" again
    Then smartWalletExecuteSwapQuote is refused with the code "QUOTE_ALREADY_EXECUTED"
    And the balance of "C" has changed for the user by
      | creditLimit | 1 |

  @AG-SWAP-06
  Scenario Outline: A swap <where> is <status>
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    When the user gets the quote "Q" for 1 USDC <where>
    And the user executes the quote "Q"
    Then smartWalletExecuteSwapQuote succeeds
    And the "status" of smartWalletExecuteSwapQuote is "<status>"

    Examples:
      | where            | status    |
      | within one chain | executed  |
      | across chains    | submitted |

  @AG-SWAP-07
  Scenario: Without a recipient the output returns to the wallet
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    And the user notes the balance of "C"
    When the user gets the quote "Q" for 1 USDC
    And the user executes the quote "Q"
    Then smartWalletExecuteSwapQuote succeeds
    And the balance of "C" stays for the user as it was

  @AG-SWAP-08
  Scenario: smartWalletSwap quotes and executes in one call
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    And the user notes the balance of "C"
    And the USDC in the wallet of the user are counted
    When the user swaps 1 USDC into the collateral of "C"
    Then smartWalletSwap succeeds
    And smartWalletSwap answers a text as "transactionHash"
    And creditLimit and spendingPower of "C" have risen for the user by the same amount
    And the wallet of the user has 1 USDC less
