Feature: User tokens
  Source: public page, Authentication; contract, User tokens.

  @AG-AUTH-01
  Scenario: Without a token nothing is done
    Given an active virtual card "C" of the user
    When somebody without a token freezes "C"
    Then it is refused for its token
    And the user sees "C" with status "active"

  @AG-AUTH-02
  Scenario: A token whose signature was altered
    When the user lists cards with a token whose signature was altered
    Then it is refused for its token

  @AG-AUTH-03
  Scenario: A token that names no algorithm
    When the user lists cards with a token that names no algorithm
    Then it is refused for its token

  @AG-AUTH-04
  Scenario: A token ends with the second that it names
    Given the clock stands still
    And the user has a token of 60 seconds
    When the user lists cards
    Then it lists cards
    When 59 seconds pass
    And the user lists cards
    Then it lists cards
    When 1 second passes
    And the user lists cards
    Then it is refused for its token

  @AG-AUTH-05
  Scenario: Partner credentials do not open the swap operations
    Given a smart wallet of the user
    When the user gets the quote "Q" for 1 USDC
    And the partner tries smartWalletSwapQuote in the app with the wallet of the user and the quote "Q"
    Then smartWalletSwapQuote is refused
    And smartWalletSwapQuote answers no "quote"
    When the partner tries smartWalletExecuteSwapQuote in the app with the wallet of the user and the quote "Q"
    Then smartWalletExecuteSwapQuote is refused
    And smartWalletExecuteSwapQuote answers no "transactionHash"
    When the user executes the quote "Q"
    Then smartWalletExecuteSwapQuote succeeds

  @AG-AUTH-10
  Scenario: What a request carries
    When the user lists cards with the token alone
    Then the token alone is enough (reading "bearer"), or an organization key is needed (reading "bearer_and_api_key")
