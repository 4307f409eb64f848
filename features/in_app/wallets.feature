Feature: Funding wallets
  Source: in-app-funding, Step 1: Verify Funding Wallet.

  @AG-WALLET-01
  Scenario: The funding wallet is found
    Given a smart wallet of the user
    When the user looks for a funding wallet
    Then one funding wallet is found
    And it has a nickname where the wallet is known to have one

  @AG-WALLET-02
  Scenario: Without a wallet the answer is empty
    Given the new user, who has not applied
    When the new user looks for a funding wallet
    Then no funding wallet is found

  @AG-WALLET-03
  Scenario: Wallets of another kind do not count
    Given the new user, who has not applied
    And a wallet of the new user with
      | wallet_type_id | 0 |
    And a wallet of the new user with
      | network_id | 61 |
    When the new user looks for a funding wallet
    Then no funding wallet is found

  @AG-WALLET-04
  Scenario: Deleted and read-only wallets do not count
    Given the new user, who has not applied
    And a wallet of the new user with
      | deleted | true |
    And a wallet of the new user with
      | readonly | true |
    When the new user looks for a funding wallet
    Then no funding wallet is found

  @AG-WALLET-05
  Scenario: A wallet of the organization counts
    Given the new user, who has not applied
    And a wallet of the organization of the new user
    When the new user looks for a funding wallet of its organization
    Then one funding wallet is found

  @AG-WALLET-06
  Scenario: Wallets of other users are not shown
    Given a smart wallet of the user
    When the second user looks for a funding wallet of the user
    Then the wallet of the user is not shown
    When the second user lists all wallets
    Then the wallet of the user is not shown

  @AG-WALLET-07
  Scenario: A null operand in where
    Given a smart wallet of the user
    When the user looks for a funding wallet of null, or of an organization that is not its own
    Then the wallet query finds nothing (reading "no_match"), a wallet (reading "left_out") or is an error (reading "error")
