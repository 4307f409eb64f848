Feature: Swap quotes
  Source: in-app-funding, Step 2: Get a Swap Quote; public schema reference, swaps.

  @AG-QUOTE-01
  Scenario: A quote has the documented fields
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    When the user gets the quote "Q" for 1 USDC into the collateral of "C"
    Then smartWalletSwapQuote succeeds
    And the quote has the documented fields, and is worth about 1 dollar
    And smartWalletSwapQuote answers no "error"

  @AG-QUOTE-02
  Scenario: A quote expires in the future
    Given a smart wallet of the user
    When the user gets the quote "Q" for 1 USDC
    Then smartWalletSwapQuote succeeds
    And the quote expires later than now

  @AG-QUOTE-03
  Scenario: A quote lives for 60 seconds
    Given the clock stands still
    And a smart wallet of the user
    When the user gets the quote "Q" for 1 USDC
    Then the quote expires 60 seconds from now

  @AG-QUOTE-04
  Scenario: A quote moves no money
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    And the user notes the balance of "C"
    And the USDC in the wallet of the user are counted
    When the user gets the quote "Q" for 1 USDC into the collateral of "C"
    Then smartWalletSwapQuote succeeds
    And the balance of "C" stays for the user as it was
    And the wallet of the user has 0 USDC less

  @AG-QUOTE-05
  Scenario: Only the providers that were named are asked
    Given a smart wallet of the user
    When the user gets the quote "Q" for 1 USDC with
      | providers | ["RELAY", "ALCHEMY"] |
    Then the route of the quote is by one of
      | RELAY   |
      | ALCHEMY |
    When the user gets the quote "Q" for 1 USDC by that provider alone
    Then that provider alone was asked

  @AG-QUOTE-06
  Scenario: Without providers the default set is asked
    Given a smart wallet of the user
    When the user gets the quote "Q" for 1 USDC across chains
    Then these providers were asked and no other
      | RELAY     |
      | ALCHEMY   |
      | SYMBIOSIS |
    And none of them alone offers the user more for 1 USDC across chains

  @AG-QUOTE-07
  Scenario: Too little in the wallet is INSUFFICIENT_BALANCE
    Given a smart wallet of the user
    When the user tries to get a quote with
      | amount | "100000000000000000000" |
    Then smartWalletSwapQuote is refused with the code "INSUFFICIENT_BALANCE"
    And smartWalletSwapQuote answers no "quote"

  @AG-QUOTE-08
  Scenario: An unknown token is SWAP_NOT_SUPPORTED
    Given a smart wallet of the user
    When the user tries to get a quote with
      | fromToken | "0x000000000000000000000000000000000000dEaD" |
    Then smartWalletSwapQuote is refused with the code "SWAP_NOT_SUPPORTED"
    And smartWalletSwapQuote answers no "quote"

  @AG-QUOTE-09
  Scenario: Amounts and expiry of a quote are texts of a fixed form
    Given a smart wallet of the user
    When the user gets the quote "Q" for 1 USDC
    Then smartWalletSwapQuote succeeds
    And the quote writes 1 USDC as "1000000", and its expiry with three decimals
